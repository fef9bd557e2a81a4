//! Proves that kube, the Rust client, unmodified, works on the server of KUBECONFIG: lists, watches, patches, apply, errors.

use futures::TryStreamExt;
use k8s_openapi::api::apps::v1::Deployment;
use k8s_openapi::api::core::v1::{ConfigMap, Namespace};
use kube::api::{Api, DeleteParams, ListParams, Patch, PatchParams, PostParams, WatchEvent, WatchParams};
use kube::{Client, Error, ResourceExt};
use serde_json::json;

/// A client, and the name of a new namespace for one test.
async fn new_namespace(name: &str) -> (Client, String) {
    let client = Client::try_default().await.expect("KUBECONFIG names a server");
    let namespace: Namespace = from_json(json!({"metadata": {"name": format!("rust-{name}")}}));
    Api::all(client.clone()).create(&PostParams::default(), &namespace).await.unwrap();
    (client, format!("rust-{name}"))
}

fn from_json<K: serde::de::DeserializeOwned>(value: serde_json::Value) -> K {
    serde_json::from_value(value).unwrap()
}

fn config_map(name: &str, value: &str) -> ConfigMap {
    from_json(json!({"metadata": {"name": name}, "data": {"k": value}}))
}

fn deployment(name: &str) -> serde_json::Value {
    json!({
        "apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": name},
        "spec": {
            "replicas": 2,
            "selector": {"matchLabels": {"app": name}},
            "template": {
                "metadata": {"labels": {"app": name}},
                "spec": {"containers": [{"name": "web", "image": "example.com/web:1", "ports": [{"containerPort": 80}]}]}
            }
        }
    })
}

#[tokio::test]
async fn creates_replaces_and_deletes() {
    let (client, namespace) = new_namespace("objects").await;
    let maps: Api<ConfigMap> = Api::namespaced(client, &namespace);
    let made = maps.create(&PostParams::default(), &config_map("a", "v")).await.unwrap();
    let mut changed = made.clone();
    changed.data = Some([("k".into(), "w".into())].into());
    let replaced = maps.replace("a", &PostParams::default(), &changed).await.unwrap();
    assert_ne!(replaced.resource_version(), made.resource_version());
    let stale = maps.replace("a", &PostParams::default(), &changed).await.unwrap_err();
    assert!(matches!(stale, Error::Api(status) if status.code == 409 && status.reason == "Conflict"));
    maps.delete("a", &DeleteParams::default()).await.unwrap();
    assert!(maps.get_opt("a").await.unwrap().is_none());
}

#[tokio::test]
async fn lists_in_pages_and_by_label() {
    let (client, namespace) = new_namespace("lists").await;
    let maps: Api<ConfigMap> = Api::namespaced(client, &namespace);
    for i in 0..5 {
        let mut map = config_map(&format!("c{i}"), "v");
        map.labels_mut().insert("even".into(), (i % 2 == 0).to_string());
        maps.create(&PostParams::default(), &map).await.unwrap();
    }
    let first = maps.list(&ListParams::default().limit(3)).await.unwrap();
    assert_eq!((first.items.len(), first.metadata.remaining_item_count), (3, Some(2)));
    let token = first.metadata.continue_.unwrap();
    let rest = maps.list(&ListParams::default().limit(3).continue_token(&token)).await.unwrap();
    assert_eq!(rest.items.iter().map(|map| map.name_any()).collect::<Vec<_>>(), ["c3", "c4"]);
    assert_eq!(maps.list(&ListParams::default().labels("even=true")).await.unwrap().items.len(), 3);
    assert_eq!(maps.list_metadata(&ListParams::default()).await.unwrap().items.len(), 5);
}

#[tokio::test]
async fn watches_from_a_list() {
    let (client, namespace) = new_namespace("watch").await;
    let maps: Api<ConfigMap> = Api::namespaced(client, &namespace);
    let start = maps.list(&ListParams::default()).await.unwrap().metadata.resource_version.unwrap();
    maps.create(&PostParams::default(), &config_map("x", "v")).await.unwrap();
    let merge = Patch::Merge(json!({"data": {"k": "w"}}));
    maps.patch("x", &PatchParams::default(), &merge).await.unwrap();
    maps.delete("x", &DeleteParams::default()).await.unwrap();
    let mut events = Box::pin(maps.watch(&WatchParams::default(), &start).await.unwrap());
    let mut seen = Vec::new();
    while seen.len() < 3 {
        match events.try_next().await.unwrap().expect("the watch goes on") {
            WatchEvent::Added(map) => seen.push(("added", map.name_any())),
            WatchEvent::Modified(map) => seen.push(("modified", map.name_any())),
            WatchEvent::Deleted(map) => seen.push(("deleted", map.name_any())),
            WatchEvent::Bookmark(_) => {}
            WatchEvent::Error(error) => panic!("{error:?}"),
        }
    }
    assert_eq!(seen, [("added", "x".into()), ("modified", "x".into()), ("deleted", "x".into())]);
}

#[tokio::test]
async fn patches_in_three_ways() {
    let (client, namespace) = new_namespace("patches").await;
    let deployments: Api<Deployment> = Api::namespaced(client, &namespace);
    deployments.create(&PostParams::default(), &from_json(deployment("web"))).await.unwrap();
    let image = json!({"spec": {"template": {"spec": {"containers": [{"name": "web", "image": "example.com/web:2"}]}}}});
    let patched = deployments.patch("web", &PatchParams::default(), &Patch::Strategic(image)).await.unwrap();
    let pod = patched.spec.unwrap().template.spec.unwrap();
    assert_eq!(pod.containers[0].image.as_deref(), Some("example.com/web:2"));
    assert_eq!(pod.containers[0].ports.as_ref().unwrap()[0].protocol.as_deref(), Some("TCP"));
    let merge = Patch::Merge(json!({"metadata": {"labels": {"a": "1"}}}));
    assert_eq!(deployments.patch("web", &PatchParams::default(), &merge).await.unwrap().labels()["a"], "1");
    let scaled = deployments.patch_scale("web", &PatchParams::default(), &Patch::Merge(json!({"spec": {"replicas": 5}}))).await.unwrap();
    assert_eq!(scaled.spec.unwrap().replicas, Some(5));
}

#[tokio::test]
async fn applies_and_meets_another_manager() {
    let (client, namespace) = new_namespace("apply").await;
    let deployments: Api<Deployment> = Api::namespaced(client, &namespace);
    let one = PatchParams::apply("one");
    deployments.patch("web", &one, &Patch::Apply(deployment("web"))).await.unwrap();
    let again = deployments.patch("web", &one, &Patch::Apply(deployment("web"))).await.unwrap();
    assert_eq!(again.metadata.generation, Some(1));
    let mut other = deployment("web");
    other["spec"]["replicas"] = json!(7);
    let refused = deployments.patch("web", &PatchParams::apply("two"), &Patch::Apply(&other)).await.unwrap_err();
    let Error::Api(status) = refused else { panic!("{refused:?}") };
    assert_eq!(status.code, 409);
    assert!(status.message.contains("conflict with \"one\": .spec.replicas"), "{}", status.message);
    let forced = deployments.patch("web", &PatchParams::apply("two").force(), &Patch::Apply(&other)).await.unwrap();
    assert_eq!(forced.spec.as_ref().unwrap().replicas, Some(7));
    let managers: Vec<_> = forced.managed_fields().iter().map(|entry| entry.manager.clone().unwrap()).collect();
    assert_eq!(managers, ["one", "two"]);
}

#[tokio::test]
async fn is_told_what_is_wrong() {
    let (client, namespace) = new_namespace("errors").await;
    let deployments: Api<Deployment> = Api::namespaced(client, &namespace);
    let mut wrong = deployment("web");
    wrong["spec"]["selector"]["matchLabels"]["app"] = json!("other");
    let refused = deployments.create(&PostParams::default(), &from_json(wrong)).await.unwrap_err();
    let Error::Api(status) = refused else { panic!("{refused:?}") };
    assert_eq!((status.code, status.reason.as_str()), (422, "Invalid"));
    assert_eq!(status.details.unwrap().causes[0].field, "spec.template.metadata.labels");
}

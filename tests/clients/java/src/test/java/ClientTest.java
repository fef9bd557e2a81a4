import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.reflect.TypeToken;
import io.kubernetes.client.custom.V1Patch;
import io.kubernetes.client.informer.ResourceEventHandler;
import io.kubernetes.client.informer.SharedInformerFactory;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.apis.AppsV1Api;
import io.kubernetes.client.openapi.apis.CoreV1Api;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1ConfigMapList;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1ContainerPort;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1DeploymentSpec;
import io.kubernetes.client.openapi.models.V1LabelSelector;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1PodTemplateSpec;
import io.kubernetes.client.util.Config;
import io.kubernetes.client.util.PatchUtils;
import io.kubernetes.client.util.Watch;
import io.kubernetes.client.util.generic.GenericKubernetesApi;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Proves that the official Java client, unmodified, works on the server of KUBECONFIG: lists, watches, patches, apply, errors. */
class ClientTest {
  private static final int MINUTE_SECONDS = 60;

  private final ApiClient client;
  private final CoreV1Api core;
  private final AppsV1Api apps;

  ClientTest() throws Exception {
    client = Config.fromConfig(System.getenv("KUBECONFIG"));
    core = new CoreV1Api(client);
    apps = new AppsV1Api(client);
  }

  private String newNamespace(String name) throws ApiException {
    String namespace = "java-" + name;
    core.createNamespace(new V1Namespace().metadata(new V1ObjectMeta().name(namespace))).execute();
    return namespace;
  }

  private static V1ConfigMap configMap(String name, String value) {
    return new V1ConfigMap()
        .apiVersion("v1")
        .kind("ConfigMap")
        .metadata(new V1ObjectMeta().name(name))
        .putDataItem("k", value);
  }

  private static V1Deployment deployment(String name, int replicas) {
    V1Container container =
        new V1Container()
            .name("web")
            .image("example.com/web:1")
            .addPortsItem(new V1ContainerPort().containerPort(80).protocol("TCP"));
    V1PodTemplateSpec template =
        new V1PodTemplateSpec()
            .metadata(new V1ObjectMeta().labels(Map.of("app", name)))
            .spec(new V1PodSpec().addContainersItem(container));
    V1LabelSelector selector = new V1LabelSelector().matchLabels(Map.of("app", name));
    return new V1Deployment()
        .apiVersion("apps/v1")
        .kind("Deployment")
        .metadata(new V1ObjectMeta().name(name))
        .spec(new V1DeploymentSpec().replicas(replicas).selector(selector).template(template));
  }

  @Test
  void createsReplacesAndDeletes() throws Exception {
    String namespace = newNamespace("objects");
    V1ConfigMap made = core.createNamespacedConfigMap(namespace, configMap("a", "v")).execute();
    made.putDataItem("k", "w");
    V1ConfigMap replaced = core.replaceNamespacedConfigMap("a", namespace, made).execute();
    assertNotEquals(made.getMetadata().getResourceVersion(), replaced.getMetadata().getResourceVersion());
    ApiException stale =
        assertThrows(ApiException.class, () -> core.replaceNamespacedConfigMap("a", namespace, made).execute());
    assertEquals(409, stale.getCode());
    core.deleteNamespacedConfigMap("a", namespace).execute();
    ApiException missing =
        assertThrows(ApiException.class, () -> core.readNamespacedConfigMap("a", namespace).execute());
    assertEquals(404, missing.getCode());
  }

  @Test
  void listsInPagesAndByLabel() throws Exception {
    String namespace = newNamespace("lists");
    for (int i = 0; i < 5; i++) {
      V1ConfigMap map = configMap("c" + i, "v");
      map.getMetadata().putLabelsItem("even", String.valueOf(i % 2 == 0));
      core.createNamespacedConfigMap(namespace, map).execute();
    }
    V1ConfigMapList first = core.listNamespacedConfigMap(namespace).limit(3).execute();
    assertEquals(2, first.getMetadata().getRemainingItemCount());
    String token = first.getMetadata().getContinue();
    V1ConfigMapList rest = core.listNamespacedConfigMap(namespace).limit(3)._continue(token).execute();
    assertEquals(List.of("c3", "c4"), rest.getItems().stream().map(map -> map.getMetadata().getName()).toList());
    assertEquals(3, core.listNamespacedConfigMap(namespace).labelSelector("even=true").execute().getItems().size());
  }

  @Test
  void watchesFromAList() throws Exception {
    String namespace = newNamespace("watch");
    String start = core.listNamespacedConfigMap(namespace).execute().getMetadata().getResourceVersion();
    V1ConfigMap made = core.createNamespacedConfigMap(namespace, configMap("x", "v")).execute();
    core.replaceNamespacedConfigMap("x", namespace, made.putDataItem("k", "w")).execute();
    core.deleteNamespacedConfigMap("x", namespace).execute();
    var call = core.listNamespacedConfigMap(namespace).resourceVersion(start).timeoutSeconds(MINUTE_SECONDS).watch(true);
    List<String> seen = new ArrayList<>();
    try (Watch<V1ConfigMap> watch =
        Watch.createWatch(client, call.buildCall(null), new TypeToken<Watch.Response<V1ConfigMap>>() {}.getType())) {
      for (Watch.Response<V1ConfigMap> event : watch) {
        seen.add(event.type + " " + event.object.getMetadata().getName());
        if (seen.size() == 3) break;
      }
    }
    assertEquals(List.of("ADDED x", "MODIFIED x", "DELETED x"), seen);
  }

  @Test
  void anInformerFollows() throws Exception {
    String namespace = newNamespace("informer");
    core.createNamespacedConfigMap(namespace, configMap("before", "v")).execute();
    CountDownLatch both = new CountDownLatch(2);
    SharedInformerFactory factory = new SharedInformerFactory(client);
    var api = new GenericKubernetesApi<>(V1ConfigMap.class, V1ConfigMapList.class, "", "v1", "configmaps", client);
    var informer = factory.sharedIndexInformerFor(api, V1ConfigMap.class, 0, namespace);
    informer.addEventHandler(
        new ResourceEventHandler<>() {
          @Override
          public void onAdd(V1ConfigMap map) {
            both.countDown();
          }

          @Override
          public void onUpdate(V1ConfigMap old, V1ConfigMap map) {}

          @Override
          public void onDelete(V1ConfigMap map, boolean finalStateUnknown) {}
        });
    factory.startAllRegisteredInformers();
    core.createNamespacedConfigMap(namespace, configMap("after", "v")).execute();
    assertTrue(both.await(MINUTE_SECONDS, TimeUnit.SECONDS));
    factory.stopAllRegisteredInformers();
  }

  private V1Deployment patch(String namespace, String body, String format) throws ApiException {
    return PatchUtils.patch(
        V1Deployment.class,
        () -> apps.patchNamespacedDeployment("web", namespace, new V1Patch(body)).buildCall(null),
        format,
        client);
  }

  @Test
  void patchesInThreeWays() throws Exception {
    String namespace = newNamespace("patches");
    apps.createNamespacedDeployment(namespace, deployment("web", 2)).execute();
    String image = "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"web\",\"image\":\"example.com/web:2\"}]}}}}";
    V1Deployment patched = patch(namespace, image, V1Patch.PATCH_FORMAT_STRATEGIC_MERGE_PATCH);
    V1Container container = patched.getSpec().getTemplate().getSpec().getContainers().get(0);
    assertEquals("example.com/web:2", container.getImage());
    assertEquals(80, container.getPorts().get(0).getContainerPort());
    patched = patch(namespace, "{\"metadata\":{\"labels\":{\"a\":\"1\"}}}", V1Patch.PATCH_FORMAT_JSON_MERGE_PATCH);
    assertEquals("1", patched.getMetadata().getLabels().get("a"));
    String steps = "[{\"op\":\"replace\",\"path\":\"/spec/replicas\",\"value\":5}]";
    assertEquals(5, patch(namespace, steps, V1Patch.PATCH_FORMAT_JSON_PATCH).getSpec().getReplicas());
  }

  // As text: the models write empty lists and maps, which then would be owned, and conflict with one another.
  private V1Deployment apply(String namespace, int replicas, String manager, boolean force) throws ApiException {
    String text =
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: %d
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: "example.com/web:1"}]}
        """;
    V1Patch body = new V1Patch(text.formatted(replicas));
    return PatchUtils.patch(
        V1Deployment.class,
        () -> apps.patchNamespacedDeployment("web", namespace, body).fieldManager(manager).force(force).buildCall(null),
        V1Patch.PATCH_FORMAT_APPLY_YAML,
        client);
  }

  @Test
  void appliesAndMeetsAnotherManager() throws Exception {
    String namespace = newNamespace("apply");
    apply(namespace, 2, "one", false);
    assertEquals(1, apply(namespace, 2, "one", false).getMetadata().getGeneration());
    ApiException refused =
        assertThrows(ApiException.class, () -> apply(namespace, 7, "two", false));
    assertEquals(409, refused.getCode());
    assertTrue(refused.getResponseBody().contains("conflict with \\\"one\\\": .spec.replicas"), refused.getResponseBody());
    assertEquals(7, apply(namespace, 7, "two", true).getSpec().getReplicas());
  }

  @Test
  void isToldWhatIsWrong() throws Exception {
    String namespace = newNamespace("errors");
    V1Deployment wrong = deployment("web", 2);
    wrong.getSpec().getSelector().setMatchLabels(Map.of("app", "other"));
    ApiException invalid =
        assertThrows(ApiException.class, () -> apps.createNamespacedDeployment(namespace, wrong).execute());
    assertEquals(422, invalid.getCode());
    assertTrue(invalid.getResponseBody().contains("`selector` does not match template `labels`"));
  }
}

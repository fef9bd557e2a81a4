// Proves that the official JavaScript client, unmodified, works on the server of KUBECONFIG: lists, watches, patches, apply, errors.
import assert from 'node:assert/strict';
import test from 'node:test';

import * as k8s from '@kubernetes/client-node';

const config = new k8s.KubeConfig();
config.loadFromDefault();
const core = config.makeApiClient(k8s.CoreV1Api);
const apps = config.makeApiClient(k8s.AppsV1Api);

async function newNamespace(name) {
  const namespace = `javascript-${name}`;
  await core.createNamespace({ body: { metadata: { name: namespace } } });
  return namespace;
}

const configMap = (name, data) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data });

const deployment = (name, replicas = 2) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { containers: [{ name: 'web', image: 'example.com/web:1', ports: [{ containerPort: 80 }] }] },
    },
  },
});

const patchAs = (type) => k8s.setHeaderOptions('Content-Type', type);
const statusOf = (error) => JSON.parse(error.body);

test('creates, replaces and deletes', async () => {
  const namespace = await newNamespace('objects');
  const made = await core.createNamespacedConfigMap({ namespace, body: configMap('a', { k: 'v' }) });
  assert.ok(made.metadata.creationTimestamp instanceof Date);
  made.data.k = 'w';
  const replaced = await core.replaceNamespacedConfigMap({ namespace, name: 'a', body: made });
  assert.notEqual(replaced.metadata.resourceVersion, made.metadata.resourceVersion);
  await assert.rejects(core.replaceNamespacedConfigMap({ namespace, name: 'a', body: made }), (error) => error.code === 409);
  await core.deleteNamespacedConfigMap({ namespace, name: 'a' });
  await assert.rejects(core.readNamespacedConfigMap({ namespace, name: 'a' }), (error) => statusOf(error).reason === 'NotFound');
});

test('lists in pages and by label', async () => {
  const namespace = await newNamespace('lists');
  for (let i = 0; i < 5; i++) {
    const body = configMap(`c${i}`, { n: `${i}` });
    body.metadata.labels = { even: `${i % 2 === 0}` };
    await core.createNamespacedConfigMap({ namespace, body });
  }
  const first = await core.listNamespacedConfigMap({ namespace, limit: 3 });
  assert.deepEqual([first.items.length, first.metadata.remainingItemCount], [3, 2]);
  const rest = await core.listNamespacedConfigMap({ namespace, limit: 3, _continue: first.metadata._continue });
  assert.deepEqual(rest.items.map((item) => item.metadata.name), ['c3', 'c4']);
  const even = await core.listNamespacedConfigMap({ namespace, labelSelector: 'even=true' });
  assert.equal(even.items.length, 3);
});

test('watches from a list', async () => {
  const namespace = await newNamespace('watch');
  const path = `/api/v1/namespaces/${namespace}/configmaps`;
  const { metadata } = await core.listNamespacedConfigMap({ namespace });
  await core.createNamespacedConfigMap({ namespace, body: configMap('x', {}) });
  const body = { data: { k: 'v' } };
  await core.patchNamespacedConfigMap({ namespace, name: 'x', body }, patchAs(k8s.PatchStrategy.MergePatch));
  await core.deleteNamespacedConfigMap({ namespace, name: 'x' });
  const seen = await new Promise((resolve, reject) => {
    const events = [];
    let watching;
    const onEvent = (type, object) => {
      events.push([type, object.metadata.name]);
      if (type !== 'DELETED') return;
      resolve(events);
      watching.then((controller) => controller.abort());
    };
    watching = new k8s.Watch(config).watch(path, { resourceVersion: metadata.resourceVersion }, onEvent, reject);
  });
  assert.deepEqual(seen, [['ADDED', 'x'], ['MODIFIED', 'x'], ['DELETED', 'x']]);
});

test('an informer follows', async () => {
  const namespace = await newNamespace('informer');
  await core.createNamespacedConfigMap({ namespace, body: configMap('before', {}) });
  const list = () => core.listNamespacedConfigMap({ namespace });
  const informer = k8s.makeInformer(config, `/api/v1/namespaces/${namespace}/configmaps`, list);
  const names = [];
  const second = new Promise((resolve, reject) => {
    informer.on('add', (object) => {
      names.push(object.metadata.name);
      if (names.length === 2) resolve();
    });
    informer.on('error', reject);
  });
  await informer.start();
  await core.createNamespacedConfigMap({ namespace, body: configMap('after', {}) });
  await second;
  await informer.stop();
  assert.deepEqual(names, ['before', 'after']);
});

test('patches in three ways', async () => {
  const namespace = await newNamespace('patches');
  await apps.createNamespacedDeployment({ namespace, body: deployment('web') });
  const patch = (body, type) => apps.patchNamespacedDeployment({ namespace, name: 'web', body }, patchAs(type));
  const image = { spec: { template: { spec: { containers: [{ name: 'web', image: 'example.com/web:2' }] } } } };
  const [container] = (await patch(image, k8s.PatchStrategy.StrategicMergePatch)).spec.template.spec.containers;
  assert.deepEqual([container.image, container.ports[0].protocol], ['example.com/web:2', 'TCP']);
  const labelled = await patch({ metadata: { labels: { a: '1' } } }, k8s.PatchStrategy.MergePatch);
  assert.equal(labelled.metadata.labels.a, '1');
  const steps = [{ op: 'replace', path: '/spec/replicas', value: 5 }];
  assert.equal((await patch(steps, k8s.PatchStrategy.JsonPatch)).spec.replicas, 5);
});

test('applies and meets another manager', async () => {
  const namespace = await newNamespace('apply');
  const apply = (body, fieldManager, force) =>
    apps.patchNamespacedDeployment(
      { namespace, name: 'web', body, fieldManager, force },
      patchAs(k8s.PatchStrategy.ServerSideApply),
    );
  await apply(deployment('web'), 'one');
  assert.equal((await apply(deployment('web'), 'one')).metadata.generation, 1);
  await assert.rejects(apply(deployment('web', 7), 'two'), (error) => {
    assert.equal(error.code, 409);
    return statusOf(error).message.includes('conflict with "one": .spec.replicas');
  });
  const forced = await apply(deployment('web', 7), 'two', true);
  assert.equal(forced.spec.replicas, 7);
  assert.deepEqual(forced.metadata.managedFields.map((entry) => entry.manager), ['one', 'two']);
});

test('is told what is wrong', async () => {
  const namespace = await newNamespace('errors');
  const wrong = deployment('web');
  wrong.spec.selector.matchLabels.app = 'other';
  await assert.rejects(apps.createNamespacedDeployment({ namespace, body: wrong }), (error) => {
    assert.equal(error.code, 422);
    return statusOf(error).details.causes[0].field === 'spec.template.metadata.labels';
  });
});

import { expect, test } from "../fixtures/index.ts";

test("the server answers on both origins and shows its keys once", async ({ startServer }) => {
  const server = await startServer();
  const health = await fetch(new URL("/healthz", server.ready.base_url));
  expect(health.status).toBe(200);
  expect(new URL(server.ready.replay_origin).hostname).not.toBe(
    new URL(server.ready.base_url).hostname,
  );
  expect(server.secrets.secretKey).not.toBe("");
  const firstSignIn = server.ready.sign_in_url;

  expect(await server.stop()).toBe(0);
  await server.restart();

  expect(server.ready.secret_key).toBeNull();
  expect(server.ready.agent_password).toBeNull();
  expect(server.ready.sign_in_url).not.toBe(firstSignIn);
});

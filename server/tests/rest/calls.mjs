// Runs the JavaScript examples of the API's reference, and prints what each of them asked the server for.
// Standard input: [{ code, answer }]; standard output: [{ method, url, body }].
import { text } from "node:stream/consumers";
import { UserView } from "@userview/client";

const IMPORT = 'import { UserView } from "@userview/client";\n';
const AsyncFunction = (async () => {}).constructor;
const asked = [];
console.log = () => {};

for (const { code, answer } of JSON.parse(await text(process.stdin))) {
  if (!code.startsWith(IMPORT)) throw new Error(`expected the client's import first, got ${code}`);
  globalThis.fetch = async (url, { method, body }) => {
    asked.push({ method, url, body: body === undefined ? null : JSON.parse(body) });
    return Response.json(answer);
  };
  await new AsyncFunction("UserView", "secretKey", code.slice(IMPORT.length))(UserView, "sk_test");
}
process.stdout.write(JSON.stringify(asked));

// Makes a link that opens a session with the visitor for one agent. Usage: make_watch_link.mjs SHORT_ID
import { UserView } from "@userview/client";

const { USERVIEW_URL, SECRET_KEY } = process.env;
const userview = new UserView({ baseUrl: USERVIEW_URL, secretKey: SECRET_KEY });

const link = await userview.makeWatchUrl(process.argv[2], {
  agent: { id: "crm-42", name: "Ada Lovelace" },
  metadata: { ticket: 4711 },
});
console.log(link.session_id, link.watch_url);

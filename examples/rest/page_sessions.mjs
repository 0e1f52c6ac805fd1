// Goes through all sessions of a visitor, newest first, page by page. Usage: page_sessions.mjs SHORT_ID
import { UserView } from "@userview/client";

const { USERVIEW_URL, SECRET_KEY } = process.env;
const userview = new UserView({ baseUrl: USERVIEW_URL, secretKey: SECRET_KEY });

for await (const session of userview.iterSessions({ visitor_id: process.argv[2], limit: 1 })) {
  console.log(session.id, session.state);
}

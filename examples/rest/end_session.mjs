// Ends a session. Usage: end_session.mjs SESSION_ID
import { UserView } from "@userview/client";

const { USERVIEW_URL, SECRET_KEY } = process.env;
const userview = new UserView({ baseUrl: USERVIEW_URL, secretKey: SECRET_KEY });

await userview.endSession(process.argv[2]);

// Erases a visitor and all that hangs on it, for good. Usage: erase_visitor.mjs SHORT_ID
import { UserView } from "@userview/client";

const { USERVIEW_URL, SECRET_KEY } = process.env;
const userview = new UserView({ baseUrl: USERVIEW_URL, secretKey: SECRET_KEY });

await userview.eraseVisitor(process.argv[2]);

// Says who a visitor is; that wins over what the page says. Usage: identify.mjs SHORT_ID
import { UserView } from "@userview/client";

const { USERVIEW_URL, SECRET_KEY } = process.env;
const userview = new UserView({ baseUrl: USERVIEW_URL, secretKey: SECRET_KEY });

const visitor = await userview.identifyVisitor(process.argv[2], {
  identities: ["Ada Byron", "ada.byron@example.com"],
  metadata: { plan: "business" },
});
console.log(visitor.nickname);

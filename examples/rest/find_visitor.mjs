// Finds visitors as one types: words, or tokens such as `online` and `id:user-7`. Usage: find_visitor.mjs SEARCH
import { UserView } from "@userview/client";

const { USERVIEW_URL, SECRET_KEY } = process.env;
const userview = new UserView({ baseUrl: USERVIEW_URL, secretKey: SECRET_KEY });

for await (const visitor of userview.iterVisitors({ search: process.argv[2] })) {
  console.log(visitor.short_id, visitor.nickname);
}

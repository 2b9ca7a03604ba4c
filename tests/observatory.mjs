// Lets Mozilla's HTTP Observatory look at the home page that a server on this machine answers with.
//
// node observatory.mjs plain secure   The Observatory asks for http://site.example/ and https://site.example/; the
// sockets at these two paths answer. What a host adds, TLS and its certificate, is not looked at.
//
// Prints the grade and the score, then a line for each of its tests that is not passed.

import http from "node:http";
import https from "node:https";
import net from "node:net";

const [plain, secure] = process.argv.slice(2);
http.Agent.prototype.createConnection = () => net.connect(plain);
https.Agent.prototype.createConnection = () => net.connect(secure);

const { scan } = await import("@mdn/mdn-http-observatory");
const { scan: judgement, tests } = await scan("site.example");
console.log(`${judgement.grade} ${judgement.score}`);
for (const [name, { pass, result }] of Object.entries(tests)) {
  if (!pass) console.log(`${name}: ${result}`);
}

// Lets Adobe's validator look at the markup of pages, as its own extractor finds it in their HTML.
//
// node adobe_validator.mjs vocabulary.json page.html …   prints how many nodes it has seen, then a line per finding.

import { readFileSync } from "node:fs";
import Validator from "@adobe/structured-data-validator";
import Extractor from "@marbec/web-auto-extractor";

const [vocabulary, ...pages] = process.argv.slice(2);
const validator = new Validator(JSON.parse(readFileSync(vocabulary, "utf8")));
const findings = [];
let nodes = 0;
for (const page of pages) {
  const found = new Extractor({ addLocation: true }).parse(readFileSync(page, "utf8"));
  nodes += Object.values(found.jsonld).flat().length;
  for (const { severity, issueMessage, path = [] } of await validator.validate(found)) {
    const place = path.map((step) => step.property ?? step.type).join(" › ");
    findings.push(`${page}: ${severity.toLowerCase()}: ${issueMessage} (${place})`);
  }
}
console.log([nodes, ...findings].join("\n"));

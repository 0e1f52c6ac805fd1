/** A city database as administrators bring their own: one network, one city. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

const PROGRAM = `
import sys
from pathlib import Path
from tests.support.mmdb import LONDON, nested, write_database
write_database(Path(sys.argv[1]), "GeoLite2-City", {LONDON: nested("London", "GB")})
`;

/** An address that the database knows. */
export const LONDONER = "81.2.69.142";

/** Write the database to `file`. */
export function writePlaces(file: string): void {
  execFileSync(`${ROOT}.venv/bin/python`, ["-c", PROGRAM, file], {
    cwd: `${ROOT}server`,
    env: { ...process.env, PYTHONPATH: `${ROOT}server` },
  });
}

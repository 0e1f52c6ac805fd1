/** A property of the document as its class has it: an element of that name would hide it. */
export function page<Name extends keyof Document>(name: Name): Document[Name] {
  return Reflect.get(Document.prototype, name, document);
}

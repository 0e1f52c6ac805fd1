/** Marks the SDK's own interface in the page. */
export const OWN_ATTRIBUTE = "data-userview-ui";

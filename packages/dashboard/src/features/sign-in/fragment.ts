/** The token of a one-time link; it leaves the address bar and the history at once. */
export function takeFragment(): string {
  const token = window.location.hash.slice(1);
  if (token !== "") {
    window.history.replaceState(
      window.history.state,
      "",
      window.location.pathname + window.location.search,
    );
  }
  return token;
}

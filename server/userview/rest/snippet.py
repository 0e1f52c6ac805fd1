"""What goes into the pages of a team's site."""

from typing import Final

_SNIPPET: Final = """<script>
  (function (w, d, n, u) {
    w[n] = w[n] || function () { (w[n].q = w[n].q || []).push(arguments); };
    var t = w.trustedTypes, s = d.createElement("script"), c = d.currentScript;
    s.src = t ? t.createPolicy("userview", { createScriptURL: function () { return u; } }).createScriptURL("") : u;
    s.nonce = (c && c.nonce) || "";
    s.onerror = function () { console.error("UserView: " + u + " could not be loaded; a Content-Security-Policy must name its server"); };
    d.head.appendChild(s);
  })(window, document, "UserView", "__SCRIPT__");
  UserView("init");
</script>
"""
"""The same as `packages/sdk/snippet.txt`, which a test holds it to."""


def script_url(public_url: str, public_key: str) -> str:
    """The loader's address."""
    return f"{public_url}/{public_key}.js"


def snippet(public_url: str, public_key: str) -> str:
    """HTML that loads the SDK without blocking the page; calls made before it has loaded are replayed."""
    return _SNIPPET.replace("__SCRIPT__", script_url(public_url, public_key))

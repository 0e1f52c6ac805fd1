"""The page as a whole, and the files that go with it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from userview.rest.reference.markup import escaped, expandable, inline, listing, paragraphs, pretty
from userview.rest.reference.objects import Json, Objects
from userview.rest.reference.operations import Answer, Operation, operations
from userview.rest.reference.snippets import LANGUAGES, Snippets

PAGE: Final = "index.html"
STYLE: Final = "reference.css"
SCRIPT: Final = "reference.js"

_FOLDER: Final = Path(__file__).parent
"""What the style is put together from, in the order of the cascade."""
_STYLES: Final = ("base", "contents", "operations", "attributes", "examples", "screens")


def reference_files(document: Json, server: str) -> Mapping[str, bytes]:
    """The page, its style and its script, by name. `server`: the origin that examples call. Reads their files."""
    return {
        PAGE: Page(document, server).html().encode(),
        STYLE: b"\n".join((_FOLDER / "style" / f"{name}.css").read_bytes() for name in _STYLES),
        SCRIPT: (_FOLDER / SCRIPT).read_bytes(),
    }


class Page:
    """Writes the page of one description."""

    def __init__(self, document: Json, server: str) -> None:
        self._document = document
        self._server = server
        self._objects = Objects(document["components"]["schemas"])
        self._snippets = Snippets(document, server)
        found = list(operations(document))
        self._tags = [(tag, [one for one in found if one.tag == tag["name"]]) for tag in document["tags"]]

    def html(self) -> str:
        """All of it."""
        schemas = "".join(self._objects.entry(name) for name in sorted(self._document["components"]["schemas"]))
        return (
            '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            '<meta name="color-scheme" content="light dark"><title>UserView API reference</title>'
            f'<link rel="icon" href="data:,"><link rel="stylesheet" href="/docs/{STYLE}"><script src="/docs/{SCRIPT}"></script></head>\n'
            f'<body><a class="skip" href="#main">Skip to the reference</a>{self._header()}'
            f'<div class="frame">{self._navigation()}<main id="main" tabindex="-1">{self._introduction()}'
            f"{''.join(self._section(tag, found) for tag, found in self._tags)}"
            f'<section class="tag" aria-labelledby="objects"><h2 id="objects">Objects</h2>'
            f'<p class="lead">What bodies and answers are made of.</p>{schemas}</section>'
            '<p id="nothing" role="status" hidden></p></main></div></body></html>\n'
        )

    def _header(self) -> str:
        return (
            '<header class="top"><a class="brand" href="/docs">UserView <span>API reference</span></a>'
            '<label class="search"><span class="hidden">Search operations and objects</span>'
            '<input id="search" type="search" placeholder="Search" autocomplete="off" spellcheck="false" '
            'aria-keyshortcuts="/"><kbd aria-hidden="true">/</kbd></label>'
            '<a class="plain" href="/openapi.json">openapi.json</a>'
            '<button id="scheme" type="button" hidden></button></header>'
        )

    def _navigation(self) -> str:
        groups = "".join(
            f'<div class="group"><h2><a href="#tag-{escaped(tag["name"])}">{escaped(tag["name"])}</a></h2><ul>'
            + "".join(
                f'<li data-for="{escaped(one.name)}"><a href="#{escaped(one.name)}">'
                f"<span>{escaped(one.summary)}</span>{_method(one)}</a></li>"
                for one in found
            )
            + "</ul></div>"
            for tag, found in self._tags
        )
        return (
            f'<nav id="contents" aria-label="Operations"><details class="contents" open><summary>Operations</summary>{groups}</details>'
            '<p id="to-objects"><a href="#objects">Objects</a></p></nav>'
        )

    def _introduction(self) -> str:
        info = self._document["info"]
        return (
            f'<section class="introduction"><h1>{escaped(info["title"])} API</h1>{paragraphs(info["description"])}'
            f"<p>This server: <code>{escaped(self._server)}</code></p></section>"
        )

    def _section(self, tag: Json, found: list[Operation]) -> str:
        name = escaped(tag["name"])
        return (
            f'<section class="tag" aria-labelledby="tag-{name}"><h2 id="tag-{name}">{name}</h2>'
            f'<p class="lead">{inline(tag["description"])}</p>'
            f"{''.join(self._operation(one) for one in found)}</section>"
        )

    def _operation(self, one: Operation) -> str:
        failures = [answer for answer in one.answers if not answer.is_success]
        words = f"{one.words} {one.body or ''} {one.success.schema}".lower()
        return (
            f'<article class="operation" id="{escaped(one.name)}" data-words="{escaped(words)}" aria-labelledby="of-{one.name}">'
            f'<div class="text"><h3 id="of-{one.name}"><a href="#{escaped(one.name)}">{escaped(one.summary)}</a></h3>'
            f'<p class="address">{_method(one)} <code>{escaped(one.path)}</code></p>{paragraphs(one.text)}'
            f"{self._parameters('Path', one.placed('path'))}{self._parameters('Query', one.placed('query'))}"
            f"{self._body(one)}{self._answer(one.success)}{_failures(failures)}</div>"
            f'<div class="examples">{self._calls(one)}{self._example(one.success)}</div></article>'
        )

    def _parameters(self, title: str, parts: list[Json]) -> str:
        if not parts:
            return ""
        rows = (
            self._objects.field(
                part["name"], part["schema"], required=part["required"], text=part.get("description", "")
            )
            for part in parts
        )
        return f'<h4>{title}</h4><ul class="fields">{"".join(rows)}</ul>'

    def _body(self, one: Operation) -> str:
        if one.body is None:
            return ""
        must = "" if one.body_required else ' <span class="kind">may be left out</span>'
        link = f'<a href="#schema-{escaped(one.body)}">{escaped(one.body)}</a>'
        return f"<h4>Body <small>{link}</small>{must}</h4>{self._objects.attributes(one.body)}"

    def _answer(self, answer: Answer) -> str:
        fields = expandable(
            f"Attributes of {escaped(answer.schema)}", self._objects.attributes(answer.schema), "nested"
        )
        return f'<h4>Answer <span class="status good">{answer.status}</span></h4><p>{inline(answer.text)}</p>{fields}'

    def _calls(self, one: Operation) -> str:
        calls = self._snippets.of(one)
        shown = "".join(
            f'<div class="call" data-language="{language}"><p class="label">{title}</p>'
            f"{listing(calls[language], f'{one.summary}: {title}')}</div>"
            for language, title in LANGUAGES.items()
        )
        return f'<div class="calls">{shown}</div>'

    def _example(self, answer: Answer) -> str:
        example = self._objects.of(answer.schema)["examples"][0]
        return expandable(
            f'<span class="status good">{answer.status}</span> Example of the answer',
            listing(pretty(example), "Example of the answer"),
            "sample",
        )


def _method(one: Operation) -> str:
    return f'<span class="method {one.method.lower()}">{one.method}</span>'


def _failures(failures: list[Answer]) -> str:
    statuses = " ".join(f'<span class="status bad">{answer.status}</span>' for answer in failures)
    rows = "".join(
        f'<tr><th scope="row"><span class="status bad">{answer.status}</span></th><td>{inline(answer.text)}</td></tr>'
        for answer in failures
    )
    table = f'<table><tbody>{rows}</tbody></table><p>The body is a <a href="#schema-Failure">Failure</a>.</p>'
    return expandable(f"Failures {statuses}", table, "failures")

"""Somebody at a browser, and what goes wrong before their eyes."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

PASSWORD = "望海-2026-walk"
LOCALES = {"zh-hans": "zh-CN", "en": "en"}

TEXTS = """() => {
  const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode, element = node.parentElement;
    if (!["SCRIPT", "STYLE", "TEXTAREA"].includes(element.tagName)) found.push(node.data);
  }
  for (const name of ["title", "aria-label", "placeholder", "alt"])
    for (const element of document.querySelectorAll(`[${name}]`)) found.push(element.getAttribute(name));
  return [document.title, ...found];
}"""
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Visitor:
    """A browser of its own. `troubles`: what the console and the content security policy complained of."""

    def __init__(self, browser: Browser, base: str, language: str = "zh-hans", width: int = 1280, **more: Any) -> None:
        self.base, self.troubles = base, []
        size = {"width": width, "height": 900}
        self.context = browser.new_context(viewport=size, locale=LOCALES[language], base_url=base, **more)
        self.context.add_cookies([{"name": "django_language", "value": language, "url": base}])
        self.page = self.context.new_page()
        self.page.set_default_timeout(15_000)
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))

    def _hear(self, said: Any) -> None:
        # Whoever sends a form while its echo is under way leaves the echo behind; htmx notes that as an error.
        if said.type == "error" and not said.text.startswith(("htmx:afterRequest", "htmx:sendAbort")):
            self.troubles.append(said.text)

    def sign_in(self, login: str) -> None:
        self.go("/accounts/login/")
        form = self.page.locator("form.form")
        form.locator("[name=login]").fill(login)
        form.locator("[name=password]").fill(PASSWORD)
        form.locator("button").click()
        self.page.wait_for_url(lambda url: "/accounts/" not in url)

    def sign_out(self) -> None:
        self.page.locator(".top .person summary").click()
        self.page.locator("form[action$='/logout/'] button").click()
        self.page.wait_for_url("**/accounts/**")

    def go(self, path: str) -> Any:
        return self.page.goto(path)

    def row(self, name: str) -> str:
        """The row of a table that speaks of `name`, with single spaces."""
        return " ".join(self.page.locator("main tr", has_text=name).first.inner_text().split())

    def faults(self, looks: bool = True) -> list[str]:
        """How far the open page is too wide, what the browser complained of, and, where it `looks`, what axe finds."""
        found = [f"{wider} px too wide"] if (wider := self.page.evaluate(WIDER)) > 0 else []
        found, self.troubles = found + self.troubles, []
        violations = Axe().run(self.page).response["violations"] if looks else []
        return found + [f"axe {one['id']}: {one['nodes'][0]['target']}" for one in violations]

    def texts(self) -> list[str]:
        """Every piece of text, also in labels."""
        return [" ".join(text.split()) for text in self.page.evaluate(TEXTS)]

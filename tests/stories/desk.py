"""Somebody at work without JavaScript: looks at pages, fills in the forms that stand on them, sends them."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html

from luoshi.core.ledger import clock
from luoshi.demo import files
from luoshi.demo.world import turn_to


class Page:
    """An answer: `status`, `url` it came from, and what stands on it."""

    def __init__(self, response: Any, url: str) -> None:
        self.status, self.content, self.url, self.response = response.status_code, response.content, url, response
        self.root = html.fromstring(response.content) if response.content else html.Element("html")

    @property
    def text(self) -> str:
        """What one reads in the middle of the page, with single spaces; also where the page has no middle."""
        return words(self.one("main") if self.root.xpath("//main") else self.root)

    def one(self, path: str) -> Any:
        found = self.root.xpath(f"//{path}")
        assert len(found) == 1, f"{len(found)} of {path} on {self.url}: {self.text[:400]}"
        return found[0]

    def all(self, path: str) -> list[str]:
        """The words of every element at `path`."""
        return [words(element) for element in self.root.xpath(f"//{path}")]

    def links(self) -> list[str]:
        return [str(link) for link in self.root.xpath("//main//a/@href")]

    def form(self, action: str = "") -> Any:
        """The form that posts to an address ending in `action`, or the one in the middle that posts."""
        forms = self.root.xpath("//main//form[@method='post']")
        found = [form for form in forms if not action or (form.get("action") or self.url).endswith(action)]
        assert len(found) == 1, f"{len(found)} forms to {action!r} on {self.url}: {self.text[:400]}"
        return found[0]

    @property
    def problems(self) -> list[str]:
        """What a refused form says is wrong."""
        return self.all("div[contains(@class,'errors')]//li")


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


class Desk:
    """One person, signed in, reading in `language`."""

    def __init__(self, person: Any, language: str = "en") -> None:
        self.client = Client()
        if person is not None:
            self.client.force_login(person)
        self.client.cookies["django_language"] = language

    def get(self, url: str, **query: Any) -> Page:
        """Whatever is answered."""
        return Page(self.client.get(url, query or None), url)

    def see(self, url: str, **query: Any) -> Page:
        """A page that must be there, redirects followed."""
        response = self.client.get(url, query or None, follow=True)
        page = Page(response, response.request["PATH_INFO"])
        assert page.status == 200, f"{url}: {page.status} {page.text[:300]}"
        return page

    def send(self, page: Page, action: str = "", file: Any = None, **typed: Any) -> Page:
        """Fill in a form of the page, choose a file in it, and send it. Redirects are followed."""
        form = page.form(action)
        chooser = form.xpath(".//input[@type='file']/@name")[:1]
        typed |= {name: [file] for name in chooser if file}
        strange = set(typed) - {str(name) for name in form.xpath(".//@name")}
        assert not strange, f"nowhere to type {strange} on {page.url}"
        data: dict[str, Any] = {}
        for name, value in form.form_values():
            data.setdefault(name, []).append(value)
        return self.post(form.get("action") or page.url, **data | typed)

    def post(self, url: str, **typed: Any) -> Page:
        response = self.client.post(url, typed, follow=True)
        return Page(response, response.request["PATH_INFO"])

    def file(self, url: str, **query: Any) -> bytes:
        """A download."""
        response = self.client.get(url, query or None)
        assert response.status_code == 200
        return response.getvalue()

    def sheet(self, url: str = "/worklist.xlsx", **query: Any) -> list[list[Any]]:
        """The work list as an Excel file, row by row."""
        book = openpyxl.load_workbook(io.BytesIO(self.file(url, **query)))
        return [[cell.value for cell in row] for name in book.sheetnames for row in book[name].iter_rows()]


def pdf(name: str = "form.pdf", text: str = "sealed form") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, files.form(text), "application/pdf")


def on(year: int, month: int, day: int, hour: int = 9) -> None:
    """From here on it is that day."""
    turn_to(dt.date(year, month, day), hour)


def later(minutes: int = 1) -> None:
    clock.turn_to(clock.now() + dt.timedelta(minutes=minutes))


def report(desk: Desk, code: str, figure: str, *, period: str = "", measure: str = "value", **more: Any) -> Page:
    """Report a figure of a matter as its form asks for it, with a PDF."""
    page = desk.see(f"/matters/{code}/reports/", **({"period": period} if period else {}))
    later()
    return desk.send(page, "/reports/", pdf(f"{code}.pdf", figure), **{measure: figure, **more})


def verify(desk: Desk, code: str, grade: str = "A") -> Page:
    """Verify the one report of a matter that waits."""
    page = desk.see(f"/matters/{code}/")
    later()
    page = desk.send(page, "/verification/", grade=grade)
    assert page.problems == []
    return page

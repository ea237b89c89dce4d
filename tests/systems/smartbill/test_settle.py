"""The decision table of a lost answer: found, absent or unknown (fact sheet 13, DESIGN 5.4 to 5.7)."""

from decimal import Decimal
from typing import Any

import httpx
import pytest
from tests.systems.smartbill.books import FOREIGN, OTHER, OURS, Books, Page, kept, lost, mark, reversal
from tests.systems.smartbill.desk import Desk, draft, html, original, paid, pdf, series, shape_a, shape_c

from facturier.model.document import Issued
from facturier.model.kinds import DocumentKind
from facturier.ports.errors import Misconfigured, NotNow
from facturier.ports.system import Numbered, Settlement, Verdict

MINE = Page("121.00", f"Factura FCT\nComanda 1001\n{OURS}")
FOUND, ABSENT, UNKNOWN = Verdict.FOUND, Verdict.ABSENT, Verdict.UNKNOWN


def after_seven(upcoming: int | str, **pages: Page) -> Settlement:
    """The lost document was to be number 8; 3 to 7 are ours. `pages`: n0008=..."""
    before, known = kept(3, 4, 5, 6, 7)
    books = Books(upcoming, {**before, **{name[1:]: page for name, page in pages.items()}})
    return books.settle(lost(8), known)


def test_found_where_mark_and_sum_agree() -> None:
    seen = after_seven(9, n0008=MINE)
    assert seen.verdict is FOUND
    assert seen.document == Issued(
        kind=DocumentKind.INVOICE,
        series="FCT",
        number="0008",
        issued_on=draft().issue_date,
        currency="RON",
        total=Decimal("121.00"),
    )


def test_found_takes_three_calls() -> None:
    before, known = kept(3, 4, 5, 6, 7)
    books = Books(9, {**before, "0008": MINE})
    assert books.settle(lost(8), known).verdict is FOUND
    assert books.desk.doors == ["GET /series", "GET /invoice/paymentstatus", "GET /invoice/pdf"]


def test_found_behind_what_others_issued_meanwhile() -> None:
    seen = after_seven(11, n0008=Page("9.00", "Factura"), n0009=MINE, n0010=Page("121.00", OTHER))
    assert seen.document is not None
    assert seen.document.number == "0009"


def test_found_on_a_number_that_a_person_freed() -> None:
    """7 was deleted between our look and our call: ours took it, and the next number is 8 as before."""
    before, known = kept(2, 3, 4, 5, 6)
    seen = Books(8, {**before, "0007": MINE}).settle(lost(8), known)
    assert seen.document is not None
    assert seen.document.number == "0007"


def test_found_on_a_number_that_the_store_still_calls_anothers() -> None:
    before, known = kept(3, 4, 5, 6, 7)
    seen = Books(8, {**before, "0007": MINE}).settle(lost(8), known)
    assert seen.document is not None
    assert seen.document.number == "0007"


def test_found_with_a_mark_that_the_pdf_broke() -> None:
    assert after_seven(9, n0008=Page("121.00", "Mentiuni FX-HOME-\n222222\n222222")).verdict is FOUND


def test_absent_where_every_number_is_explained() -> None:
    before, known = kept(1, 2, 3, 4, 5, 6, 7)
    books = Books(8, before)
    seen = books.settle(lost(8), known)
    assert (seen.verdict, seen.why, seen.candidates) == (ABSENT, "", ())
    assert len(books.desk.asked) == 1 + 2 * 5


def test_absent_in_a_series_without_any_document() -> None:
    assert Books(1, {}).settle(lost(1), {}).verdict is ABSENT


def test_absent_where_the_series_began_above_one() -> None:
    before, known = kept(1000, 1001)
    books = Books(1002, before)
    assert books.settle(lost(1002), known).verdict is ABSENT


def test_absent_beside_another_intents_document() -> None:
    """Not in the store's list, but its mark is another one: it is not what we look for, whatever its sum."""
    assert after_seven(9, n0008=Page("121.00", f"Factura {OTHER}")).verdict is ABSENT


def test_absent_beside_a_persons_document_where_marks_are_readable() -> None:
    assert after_seven(9, n0008=Page("60.00", "Factura scrisa de mana")).verdict is ABSENT


def test_absent_with_another_installation_named() -> None:
    seen = after_seven(9, n0008=Page("60.00", f"Factura {FOREIGN}"))
    assert (seen.verdict, seen.foreign) == (ABSENT, (FOREIGN,))


def test_another_installation_is_named_beside_what_was_found() -> None:
    seen = after_seven(10, n0008=MINE, n0009=Page("1.00", FOREIGN))
    assert (seen.verdict, seen.foreign) == (FOUND, (FOREIGN,))


@pytest.mark.parametrize(
    ("page", "about"),
    [
        (Page("121.01", OURS), "carries our reference, but its total is 121.01"),
        (Page("121.00", "Factura"), "expected total, but not our reference"),
        (Page("121.00", None), "PDF cannot be read"),
        (Page("60.00", None), "PDF cannot be read"),
        (Page("60.00", broken=b"%PDF-1.4 damaged"), "PDF holds no text"),
        (Page("60.00", broken=pdf()), "PDF holds no text"),
        (Page("60.00", broken=b"<html>"), "PDF cannot be read"),
        (Page("60.00", broken=b'{"errorText":"Eroare"}'), "PDF cannot be read"),
    ],
)
def test_unknown_where_the_next_number_is_not_explained(page: Page, about: str) -> None:
    seen = after_seven(9, n0008=page)
    assert seen.verdict is UNKNOWN
    assert about in seen.why
    assert [candidate.number for candidate in seen.candidates] == ["0008"]


@pytest.mark.parametrize(
    ("page", "about"),
    [
        (Page("51.00", mark(5)), "was 50.00 and is 51.00 now"),
        (Page("50.00", None), "PDF cannot be read"),
        (Page("50.00", FOREIGN), "another reference"),
        (Page("50.00", OURS), "carries our reference, but its total is 50.00"),
    ],
)
def test_unknown_where_a_known_number_changed(page: Page, about: str) -> None:
    seen = after_seven(8, n0005=page)
    assert seen.verdict is UNKNOWN
    assert about in seen.why
    assert [candidate.number for candidate in seen.candidates] == ["0005"]


def test_unknown_where_a_number_is_missing_in_between() -> None:
    before, known = kept(3, 4, 6, 7)
    seen = Books(8, before).settle(lost(8), known)
    assert seen.verdict is UNKNOWN
    assert seen.candidates[0].number == "0005"


def test_unknown_where_the_next_number_was_given_out_but_nothing_is_there() -> None:
    assert after_seven(9).verdict is UNKNOWN


def test_unknown_where_a_known_number_is_gone() -> None:
    before, known = kept(3, 4, 5, 6)
    known["0007"] = Numbered("0007", mark(7), Decimal("50.00"))
    seen = Books(7, before).settle(lost(8), known)
    assert seen.verdict is UNKNOWN
    assert [candidate.said for candidate in seen.candidates] == ["gone"]


def test_unknown_where_the_next_number_went_back() -> None:
    before, known = kept(1, 2, 3, 4, 5)
    seen = Books(6, before).settle(lost(7), known)
    assert (seen.verdict, seen.candidates) == (UNKNOWN, ())
    assert "from 7 to 6" in seen.why


def test_unknown_where_two_documents_fit() -> None:
    seen = after_seven(10, n0008=MINE, n0009=MINE)
    assert seen.verdict is UNKNOWN
    assert [candidate.number for candidate in seen.candidates] == ["0008", "0009"]


def test_unknown_where_no_pdf_shows_any_mark() -> None:
    """If marks cannot be read in this account, a document without one proves nothing."""
    pages = {f"{number:04}": Page("50.00", "Factura") for number in range(3, 8)}
    known = kept(3, 4, 5, 6, 7)[1]
    seen = Books(8, pages).settle(lost(8), known)
    assert seen.verdict is UNKNOWN
    assert "does not show its reference" in seen.why
    stranger = Books(2, {"0001": Page("60.00", "Factura")}).settle(lost(1), {})
    assert stranger.verdict is UNKNOWN


def test_unknown_where_too_many_were_issued_meanwhile() -> None:
    before, known = kept(*range(1, 60))
    seen = Books(60, before).settle(lost(8), {"0007": known["0007"]})
    assert seen.verdict is UNKNOWN
    assert "Too many" in seen.why


def test_unknown_where_the_known_numbers_lie_too_far_apart() -> None:
    before, known = kept(*range(1, 60))
    sparse = {number: known[number] for number in ("0001", "0010", "0020", "0030", "0040")}
    seen = Books(60, before).settle(lost(60), sparse)
    assert (seen.verdict, "Too many" in seen.why) == (UNKNOWN, True)


def test_an_unfinished_document_cannot_be_traced() -> None:
    desk = Desk()
    assert desk.system.settle(lost(None, draft(prepare_only=True)), {}).verdict is UNKNOWN
    assert desk.system.settle(lost(None), {}).verdict is UNKNOWN
    assert desk.asked == []


def test_a_storno_in_the_books_need_not_show_a_mark() -> None:
    """SmartBill makes it and takes no text; it may also copy the text of its original."""
    before, known = kept(3, 4, 5, 6)
    known["0007"] = Numbered("0007", mark(7), Decimal("-50.00"))
    for text in ("Factura storno", f"Factura {mark(6)}"):
        assert Books(8, {**before, "0007": Page("-50.00", text)}).settle(lost(8), known).verdict is ABSENT


def test_an_adopted_document_without_a_mark_is_explained_by_its_sum() -> None:
    before, known = kept(3, 4, 5, 6)
    known["0007"] = Numbered("0007", "", Decimal("70.00"))
    books = Books(8, {**before, "0007": Page("70.00", "Factura veche")})
    assert books.settle(lost(8), known).verdict is ABSENT


class TestProof:
    def test_two_equal_looks_give_equal_proofs(self) -> None:
        first, second = after_seven(8), after_seven(8)
        assert first.proof == second.proof
        assert first.proof

    @pytest.mark.parametrize(
        "pages",
        [
            {"n0008": Page("60.00", f"Factura {OTHER}")},
            {"n0008": Page("61.00", f"Factura {OTHER}")},
            {"n0008": Page("60.00", f"Factura {mark(9)}")},
        ],
    )
    def test_any_change_gives_another_proof(self, pages: dict[str, Page]) -> None:
        others = [{}, {"n0008": Page("62.00", f"Factura {OTHER}")}]
        seen = after_seven(9, **pages)
        assert seen.verdict is ABSENT
        for other in others:
            assert after_seven(9 if other else 8, **other).proof != seen.proof


class TestPadding:
    def test_a_padded_next_number_gives_the_width_away(self) -> None:
        books = Books("000002", {"000001": MINE})
        seen = books.settle(lost(1, next="000001"), {})
        assert seen.document is not None
        assert seen.document.number == "000001"
        assert len(books.desk.asked) == 3

    @pytest.mark.parametrize("spelled", ["1", "01", "001", "0001", "00001", "0000001", "00000001"])
    def test_the_first_document_of_a_series_is_found_however_it_is_padded(self, spelled: str) -> None:
        seen = Books(2, {spelled: MINE}).settle(lost(1), {})
        assert seen.document is not None
        assert seen.document.number == spelled

    def test_a_series_without_padding_is_known_by_any_short_number(self) -> None:
        known = {"7": Numbered("7", mark(7), Decimal("50.00"))}
        books = Books(9, {"7": Page("50.00", mark(7)), "8": MINE})
        assert books.settle(lost(8), known).verdict is FOUND
        assert len(books.desk.asked) == 3

    def test_numbers_that_grew_past_their_width(self) -> None:
        pages = {"999": Page("50.00", mark(999)), "1000": Page("50.00", mark(1000)), "1001": MINE}
        known = {"1000": Numbered("1000", mark(1000), Decimal("50.00"))}
        assert Books(1002, pages).settle(lost(1001), known).verdict is FOUND
        del pages["1001"]
        assert Books(1001, pages).settle(lost(1001), known).verdict is ABSENT


class TestProforma:
    def lost(self) -> Any:
        return lost(2, draft(kind=DocumentKind.PROFORMA, series="PF"), "PF")

    def test_its_mark_alone_finds_it_for_smartbill_tells_no_sum(self) -> None:
        books = Books(3, {"0002": Page("0", f"Proforma {OURS}")}, proformas=True)
        seen = books.settle(self.lost(), {})
        assert seen.document is not None
        assert (seen.document.number, seen.document.total) == ("0002", None)
        assert books.desk.doors == ["GET /series", "GET /estimate/pdf"]

    def test_it_is_absent_beside_another_mark(self) -> None:
        known = {"0001": Numbered("0001", mark(1), Decimal("50.00"))}
        pages = {"0001": Page("0", mark(1)), "0002": Page("0", OTHER)}
        assert Books(3, pages, proformas=True).settle(self.lost(), known).verdict is ABSENT

    @pytest.mark.parametrize("page", [Page("0", "Proforma"), Page("0", None)])
    def test_it_is_unknown_where_nothing_can_be_read(self, page: Page) -> None:
        assert Books(3, {"0002": page}, proformas=True).settle(self.lost(), {}).verdict is UNKNOWN


class TestFromProforma:
    what = draft(original=original(DocumentKind.PROFORMA, "PF", "0003"))
    none = shape_a(200, "Proforma nu a fost facturata", areInvoicesCreated=False)

    def settle(self, upcoming: int, made: httpx.Response, **pages: Page) -> Settlement:
        before, known = kept(3, 4, 5, 6, 7)
        books = Books(upcoming, {**before, **{name[1:]: page for name, page in pages.items()}})
        books.desk.says("GET /estimate/invoices", made)
        return books.settle(lost(8, self.what), known)

    def made(self, number: str = "0008", name: str = "FCT") -> httpx.Response:
        said = {"errorText": "", "areInvoicesCreated": True, "invoices": [{"series": name, "number": number}]}
        return httpx.Response(200, json=said)

    def test_found_by_mark_and_sum(self) -> None:
        assert self.settle(9, self.made(), n0008=MINE).verdict is FOUND

    def test_absent_where_the_proforma_made_none(self) -> None:
        assert self.settle(8, self.none).verdict is ABSENT

    @pytest.mark.parametrize(
        "answer", [shape_a(403, "Nu aveti dreptul"), shape_a(410, "Nu exista"), shape_a(200, "Alta eroare")]
    )
    def test_absent_by_the_numbers_where_the_proforma_does_not_say(self, answer: httpx.Response) -> None:
        assert self.settle(8, answer).verdict is ABSENT

    def test_unknown_where_the_proforma_was_invoiced_in_another_series(self) -> None:
        seen = self.settle(8, self.made("0044", "WEB"))
        assert seen.verdict is UNKNOWN
        assert "WEB 0044" in seen.why

    @pytest.mark.parametrize("text", ["Factura", OTHER, "Factura din PF 0003"])
    def test_unknown_where_the_sum_fits_but_the_text_was_copied(self, text: str) -> None:
        seen = self.settle(9, self.none, n0008=Page("121.00", text))
        assert seen.verdict is UNKNOWN
        assert seen.candidates[0].number == "0008"

    def test_not_now_where_the_proforma_cannot_be_asked(self) -> None:
        with pytest.raises(NotNow):
            self.settle(8, html(502))


class TestReversal:
    def settle(self, upcoming: int, *, known_seven: str = "121.00", **pages: Page) -> Settlement:
        before, known = kept(3, 4, 5, 6)
        known["0007"] = Numbered("0007", mark(7), Decimal(known_seven))
        before["0007"] = Page(known_seven, f"Factura FCT 0007 {mark(7)}")
        books = Books(upcoming, {**before, **{name[1:]: page for name, page in pages.items()}})
        return books.settle(lost(8, reversal()), known)

    @pytest.mark.parametrize(
        "text",
        ["Storno la factura FCT 0007", "Storno FCT nr. 7 din 2026", "Seria FCT\nnumarul 0007", mark(7)],
    )
    def test_found_by_the_sum_and_the_name_of_its_original(self, text: str) -> None:
        seen = self.settle(9, n0008=Page("-121.00", text))
        assert seen.document is not None
        assert (seen.document.kind, seen.document.number) == (DocumentKind.CREDIT_NOTE, "0008")
        assert seen.document.total == Decimal("-121.00")

    @pytest.mark.parametrize("text", ["Storno", "Storno FCT 00071", "Storno XFCT 0007", OTHER, None])
    def test_unknown_where_the_sum_fits_but_not_the_name(self, text: str | None) -> None:
        assert self.settle(9, n0008=Page("-121.00", text)).verdict is UNKNOWN

    def test_absent_where_nothing_has_its_sum(self) -> None:
        assert self.settle(8).verdict is ABSENT
        assert self.settle(9, n0008=Page("-20.00", f"Storno FCT 0007 {OTHER}")).verdict is ABSENT

    def test_unknown_where_a_known_storno_has_become_another(self) -> None:
        """7 was a storno of another invoice with the same sum; now it names ours."""
        before, known = kept(2, 3, 4, 5, 6)
        known["0007"] = Numbered("0007", mark(7), Decimal("-121.00"))
        books = Books(8, {**before, "0007": Page("-121.00", "Storno FCT 0003")})
        assert books.settle(lost(8, reversal("0003")), known).verdict is UNKNOWN
        books = Books(8, {**before, "0007": Page("-121.00", "Storno")})
        assert books.settle(lost(8, reversal("0003")), known).verdict is UNKNOWN

    def test_a_credit_of_the_same_invoice_that_shows_its_own_mark_is_explained(self) -> None:
        before, known = kept(3, 4, 5, 6)
        known["0007"] = Numbered("0007", mark(7), Decimal("-121.00"))
        books = Books(8, {**before, "0007": Page("-121.00", f"Storno pentru factura FCT 0003 {mark(7)}")})
        assert books.settle(lost(8, reversal("0003")), known).verdict is ABSENT

    def test_two_stornos_that_fit_are_a_persons_matter(self) -> None:
        page = Page("-121.00", "Storno FCT 0007")
        assert self.settle(10, n0008=page, n0009=page).verdict is UNKNOWN


class TestCannotLook:
    def settle(self, desk: Desk) -> Settlement:
        return desk.system.settle(lost(1), {})

    def test_a_failing_server_is_not_now(self) -> None:
        with pytest.raises(NotNow):
            self.settle(Desk().says("GET /series", html(502)))

    @pytest.mark.parametrize("number", ["0009", "0010"])
    def test_one_number_that_it_refuses_to_tell_of_is_unknown(self, number: str) -> None:
        """What it says of a cancelled invoice is documented nowhere."""
        pages, known = kept(8, 9)
        books = Books(11, {**pages, "0010": Page("50.00")})
        usual = books._status
        refuses = lambda asked: (  # noqa: E731
            shape_a(400, "Factura este anulata.") if asked.url.params["number"] == number else usual(asked)
        )
        books.desk.says("GET /invoice/paymentstatus", refuses)
        seen = books.settle(lost(10), known)
        assert seen.verdict is UNKNOWN
        assert seen.why == f"Number {number}: SmartBill does not tell of it. Factura este anulata."

    def test_a_block_on_the_way_is_not_now(self) -> None:
        desk = Desk().says("GET /series", series(("FCT", 2, "f")))
        desk.says("GET /invoice/paymentstatus", paid("121.00")).says("GET /invoice/pdf", html(429))
        with pytest.raises(NotNow):
            self.settle(desk)

    @pytest.mark.parametrize("answer", [shape_c("Autentificare esuata"), httpx.Response(200, json=series())])
    def test_a_lost_login_or_series_is_misconfigured(self, answer: httpx.Response) -> None:
        with pytest.raises(Misconfigured):
            self.settle(Desk().says("GET /series", answer))

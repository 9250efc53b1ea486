"""Finding articles: every form of announcement, and what is broken about each."""

from __future__ import annotations

from datetime import UTC, datetime

from flows.discover import discover
from tests.fetching import BASE, client_of, known_from, make_source, run
from tests.site import Site, answer, conditional


def look(tmp_path, routes, *discovery, since=None):
    async def test():
        source = make_source(*discovery)
        routes.setdefault("/robots.txt", answer(""))
        async with Site(routes) as site, client_of(site, tmp_path) as client:
            return await discover(source, client, since)

    return run(test())


def feed(**more):
    return {"type": "feed", "url": f"{BASE}/feed", **more}


def rss(*items: str) -> str:
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>{"".join(items)}</channel></rss>'
    )


ITEM = (
    "<item><title><![CDATA[Minister &amp; <b>guest</b>]]></title><link>/news/1</link>"
    "<pubDate>Fri, 09 Mar 2018 14:00:00 +0400</pubDate></item>"
)


def test_a_feed_gives_links_titles_and_dates(tmp_path):
    result = look(tmp_path, {"/feed": answer(rss(ITEM), content_type="application/rss+xml")}, feed())
    (link,) = result.links
    assert link.url == f"{BASE}/news/1"
    assert link.title == "Minister & guest"
    assert link.published == datetime(2018, 3, 9, 10, tzinfo=UTC)
    assert link.found_in == f"{BASE}/feed"
    assert {record.kind for record in result.records} == {"discovery", "robots"}


def test_a_broken_feed_is_a_reject_and_the_others_go_on(tmp_path):
    routes = {
        "/feed": answer("<html><body>We are redesigning</body></html>"),
        "/other": answer(rss(ITEM)),
        "/gone": answer("", 410),
    }
    others = [{"type": "feed", "url": f"{BASE}{path}"} for path in ("/other", "/gone")]
    result = look(tmp_path, routes, feed(), *others)
    assert [link.url for link in result.links] == [f"{BASE}/news/1"]
    assert {reject.reason for reject in result.rejects} == {"not_a_feed", "gone"}
    assert [(notice.kind, notice.url) for notice in result.notices] == [("gone", f"{BASE}/gone")]


def test_a_feed_that_moved_for_good_is_told(tmp_path):
    routes = {"/feed": answer("", 301, location="/new"), "/new": answer(rss(ITEM))}
    result = look(tmp_path, routes, feed())
    assert [(notice.kind, notice.new_url) for notice in result.notices] == [("moved", f"{BASE}/new")]
    assert len(result.links) == 1


def test_an_unchanged_feed_still_names_its_articles(tmp_path):
    async def test():
        source = make_source(feed())
        async with Site({"/feed": conditional(rss(ITEM)), "/robots.txt": answer("")}) as site:
            async with client_of(site, tmp_path) as client:
                first = await discover(source, client)
            async with client_of(site, tmp_path, known_from(*first.records)) as client:
                return first, await discover(source, client)

    first, second = run(test())
    assert [record.outcome for record in second.records] == ["unchanged"]
    assert second.links == first.links


def test_a_json_feed(tmp_path):
    body = (
        '{"version": "https://jsonfeed.org/version/1.1", "items": '
        '[{"id": "1", "url": "/n/1", "title": "One", "date_published": "2024-05-01T10:00:00Z"}, 7, {"id": {}}]}'
    )
    result = look(tmp_path, {"/feed": answer(body, content_type="application/feed+json")}, feed())
    assert [(link.url, link.title) for link in result.links] == [(f"{BASE}/n/1", "One")]


def test_a_sitemap_index_is_followed_to_the_sitemaps_that_changed_last(tmp_path):
    children = "".join(
        f"<sitemap><loc>{BASE}/s{n}.xml</loc><lastmod>2024-01-{n:02d}</lastmod></sitemap>"
        for n in range(1, 9)
    )
    routes = {
        f"/s{n}.xml": answer(
            f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>{BASE}/n/{n}</loc>"
            "</url></urlset>"
        )
        for n in range(1, 9)
    }
    routes["/sitemap.xml"] = answer(f"<sitemapindex>{children}</sitemapindex>")
    result = look(tmp_path, routes, {"type": "sitemap", "url": f"{BASE}/sitemap.xml"})
    assert [link.url for link in result.links] == [f"{BASE}/n/{n}" for n in (8, 7, 6, 5, 4)]


def test_a_listing_is_read_page_after_page(tmp_path):
    def page(number: int) -> bytes:
        return answer(
            f"<nav><a href=/about>About</a></nav><ul><li class=item><a href='/n/{number}'>No {number}</a></ul>"
            f"<a class=next href='?page={number + 1}'>more</a>"
        )

    routes = {"/list": page(1), "/list?page=2": page(2), "/list?page=3": page(3)}
    place = {"type": "listing", "url": f"{BASE}/list", "selector": ".item", "next": "a.next", "pages": 2}
    result = look(tmp_path, routes, place)
    assert [(link.url, link.title) for link in result.links] == [
        (f"{BASE}/n/1", "No 1"),
        (f"{BASE}/n/2", "No 2"),
    ]


def test_a_listing_whose_selector_finds_nothing_is_told(tmp_path):
    place = {"type": "listing", "url": f"{BASE}/list", "selector": ".gone"}
    result = look(tmp_path, {"/list": answer("<a href=/n/1>x</a>")}, place)
    assert [reject.reason for reject in result.rejects] == ["selector_failed"]


def test_a_home_page_leads_to_its_feed(tmp_path):
    head = (
        "<link rel=alternate type='application/rss+xml' href='/feed'>"
        "<link rel=alternate type='application/rss+xml' title='Comments' href='/comments/feed'>"
    )
    result = look(
        tmp_path, {"/": answer(head), "/feed": answer(rss(ITEM))}, {"type": "homepage", "url": f"{BASE}/"}
    )
    assert len(result.links) == 1
    assert not result.rejects


def test_include_exclude_and_since_choose(tmp_path):
    old = ITEM.replace("2018", "2008").replace("/news/1", "/news/0")
    video = "<item><link>/video/1</link></item>"
    undated = "<item><link>/news/2</link></item>"
    routes = {"/feed": answer(rss(ITEM, old, video, undated))}
    since = datetime(2018, 1, 1, tzinfo=UTC)
    result = look(tmp_path, routes, feed(include="/news/"), since=since)
    assert [link.url for link in result.links] == [f"{BASE}/news/1", f"{BASE}/news/2"]

//! Where a link leads.

use std::sync::LazyLock;

use url::Url;

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Lead {
    /// To a host that is wanted.
    Wanted,
    /// To a host that is out of use.
    Former(String),
    /// Into the site itself, for want of a scheme before the host.
    NoScheme(String),
    /// Nowhere: into the page or the site itself.
    Local,
    /// To another host.
    Other(String),
    /// A script or a template decides.
    Unknown,
}

/// What the address of the page itself is taken for.
const OWN: &str = "page.invalid";

static BASE: LazyLock<Option<Url>> = LazyLock::new(|| Url::parse("https://page.invalid/").ok());

/// Where a link leads.
pub(super) fn lead(href: Option<&str>, hosts: &[String], former: &[String]) -> Lead {
    let Some(href) = href else {
        return Lead::Unknown;
    };
    let href = href.trim();
    let url = BASE.as_ref().and_then(|base| base.join(href).ok());
    let host = url.as_ref().and_then(Url::host_str).unwrap_or("");
    let host = host.trim_end_matches('.');
    if host == OWN {
        let bare = href.split(['/', '?', '#']).next().unwrap_or("");
        let known = hosts
            .iter()
            .chain(former)
            .any(|host| host.eq_ignore_ascii_case(bare));
        return if known {
            Lead::NoScheme(bare.to_owned())
        } else {
            Lead::Local
        };
    }
    if hosts.iter().any(|wanted| wanted == host) {
        Lead::Wanted
    } else if former.iter().any(|wanted| wanted == host) {
        Lead::Former(host.to_owned())
    } else if host.is_empty() {
        Lead::Local
    } else {
        Lead::Other(host.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_followed_as_a_browser_does() {
        let hosts = ["beian.miit.gov.cn".to_owned()];
        let former = ["www.miitbeian.gov.cn".to_owned()];
        for (href, wanted) in [
            ("https://beian.miit.gov.cn", Lead::Wanted),
            ("http://beian.miit.gov.cn/", Lead::Wanted),
            ("//beian.miit.gov.cn/#/Integrated/index", Lead::Wanted),
            (
                " HTTPS://BEIAN.MIIT.GOV.CN/publish/query/indexFirst.action ",
                Lead::Wanted,
            ),
            (
                "beian.miit.gov.cn",
                Lead::NoScheme("beian.miit.gov.cn".to_owned()),
            ),
            (
                "http://www.miitbeian.gov.cn",
                Lead::Former("www.miitbeian.gov.cn".to_owned()),
            ),
            (
                "https://beian.miit.gov.cn.example.com",
                Lead::Other("beian.miit.gov.cn.example.com".to_owned()),
            ),
            (
                "https://beian.miit.gov.cn@example.com/",
                Lead::Other("example.com".to_owned()),
            ),
            ("#", Lead::Local),
            ("", Lead::Local),
            ("/about.html", Lead::Local),
            ("mailto:a@example.com", Lead::Local),
        ] {
            assert_eq!(lead(Some(href), &hosts, &former), wanted, "{href}");
        }
        assert_eq!(lead(None, &hosts, &former), Lead::Unknown);
    }
}

//! Internet addresses of an access order: one address, or a range `a-b` of one family.
//!
//! An address must be public unicast to be filed. The blocks that are not come from the IANA
//! special-purpose registries (RFC 6890); of IPv6 only 2000::/3 is in public use. Documentation
//! ranges (RFC 5737, RFC 3849) are told apart, because examples and tests are made of them.

use std::net::{IpAddr, Ipv4Addr};

use super::{Check, Problem};
pub use blocks::Block;
use blocks::{BLOCKS, is_surely_public};

mod blocks;

/// One address or a range of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IpRange {
    /// The first address.
    pub first: IpAddr,
    /// The last address, the first again where there is only one.
    pub last: IpAddr,
    /// What they are for, the worst of the range: not public, then documentation, then public.
    pub class: IpClass,
}

/// What an address is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IpClass {
    /// Public unicast.
    Public,
    /// Reserved for examples.
    Documentation,
    /// Anything else, with the block that it lies in.
    NotPublic(&'static Block),
}

const EMPTY: Problem = Problem::new(&["ip-empty", "没有地址", "has no address"]);
const SYNTAX: Problem = Problem::new(&[
    "ip-syntax",
    "不是 IPv4 或 IPv6 地址",
    "is neither an IPv4 nor an IPv6 address",
]);
const NETWORK: Problem = Problem::new(&[
    "ip-network",
    "不能带掩码长度，网段应写成“起始地址-结束地址”",
    "has a prefix length, a network is written as first-last",
]);
const ZONE: Problem = Problem::new(&[
    "ip-zone",
    "不能带“%”后的网卡名",
    "has a zone behind “%”, a bare address was expected",
]);
const PORT: Problem = Problem::new(&[
    "ip-port",
    "不能带端口，只写地址",
    "has a port, a bare address was expected",
]);
const LEADING_ZERO: Problem = Problem::new(&[
    "ip-leading-zero",
    "各段不能以多余的 0 开头",
    "has a part with a leading zero",
]);
const MIXED: Problem = Problem::new(&[
    "ip-range-families",
    "范围两端应同为 IPv4 或同为 IPv6",
    "both ends of a range must be of one family",
]);
const ORDER: Problem = Problem::new(&[
    "ip-range-order",
    "范围的起始地址大于结束地址",
    "the range begins behind its end",
]);

/// Checks an address or a range `a-b`. Malformed where it does not parse, the families differ or
/// a > b; what the addresses are for is no matter of form and stands in [`IpRange::class`].
pub fn check_ip(value: &str) -> Check<IpRange> {
    // Most are one address of version 4, outside all blocks.
    if let Ok(address) = value.parse::<Ipv4Addr>()
        && is_surely_public(address)
    {
        let address = IpAddr::V4(address);
        return Check::Ok(IpRange {
            first: address,
            last: address,
            class: IpClass::Public,
        });
    }
    match read(value) {
        Ok(range) => Check::Ok(range),
        Err(problem) => Check::Malformed(problem),
    }
}

/// What the addresses between two of one family are for.
pub fn classify(first: IpAddr, last: IpAddr) -> IpClass {
    let mut class = IpClass::Public;
    for block in BLOCKS.iter().filter(|block| block.meets(first, last)) {
        if !block.is_documentation() {
            return IpClass::NotPublic(block);
        }
        class = IpClass::Documentation;
    }
    class
}

fn read(value: &str) -> Result<IpRange, Problem> {
    let (first, last) = match value.split_once('-') {
        None => {
            let address = address(value)?;
            (address, address)
        }
        Some((first, last)) => (address(first)?, address(last)?),
    };
    if first.is_ipv4() != last.is_ipv4() {
        return Err(MIXED);
    }
    if first > last {
        return Err(ORDER);
    }
    Ok(IpRange {
        first,
        last,
        class: classify(first, last),
    })
}

fn address(value: &str) -> Result<IpAddr, Problem> {
    let value = value.trim();
    value.parse().map_err(|_| explain(value))
}

/// Why a text is no address.
fn explain(value: &str) -> Problem {
    if value.is_empty() {
        EMPTY
    } else if value.split_once('/').is_some_and(|(ip, _)| is_ip(ip)) {
        NETWORK
    } else if value.split_once('%').is_some_and(|(ip, _)| is_ip(ip)) {
        ZONE
    } else if value.parse::<std::net::SocketAddr>().is_ok() {
        PORT
    } else if is_ip(&without_leading_zeros(value)) {
        LEADING_ZERO
    } else {
        SYNTAX
    }
}

fn is_ip(value: &str) -> bool {
    value.parse::<IpAddr>().is_ok()
}

fn without_leading_zeros(value: &str) -> String {
    let part = |part: &str| match part.trim_start_matches('0') {
        "" if !part.is_empty() => "0".to_owned(),
        trimmed => trimmed.to_owned(),
    };
    value.split('.').map(part).collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn class(value: &str) -> String {
        match check_ip(value) {
            Check::Ok(range) => match range.class {
                IpClass::Public => "public".to_owned(),
                IpClass::Documentation => "documentation".to_owned(),
                IpClass::NotPublic(block) => block.cidr.to_owned(),
            },
            Check::Doubtful(..) => "doubtful".to_owned(),
            Check::Malformed(problem) => problem.code().to_owned(),
        }
    }

    #[test]
    fn single_addresses_have_their_class() {
        for (value, expected) in [
            ("1.1.1.1", "public"),
            (" 1.1.1.1 ", "public"),
            ("2400:3200::1", "public"),
            ("2400:3200:0:0::0001", "public"),
            ("100.63.255.255", "public"),
            ("100.128.0.0", "public"),
            ("172.15.255.255", "public"),
            ("172.32.0.0", "public"),
            ("192.0.1.0", "public"),
            ("198.17.255.255", "public"),
            ("198.20.0.0", "public"),
            ("223.255.255.255", "public"),
            ("2001:1::1", "public"),
            ("2001:db7:ffff::1", "public"),
            ("2001:db9::1", "public"),
            ("2003::1", "public"),
            ("3fff:ffff::1", "public"),
            ("192.0.2.1", "documentation"),
            ("198.51.100.255", "documentation"),
            ("203.0.113.0", "documentation"),
            ("2001:db8::1", "documentation"),
            ("0.0.0.0", "0.0.0.0/8"),
            ("10.255.255.255", "10.0.0.0/8"),
            ("100.64.0.1", "100.64.0.0/10"),
            ("127.0.0.1", "127.0.0.0/8"),
            ("169.254.1.1", "169.254.0.0/16"),
            ("172.16.0.0", "172.16.0.0/12"),
            ("172.31.255.255", "172.16.0.0/12"),
            ("192.0.0.8", "192.0.0.0/24"),
            ("192.88.99.1", "192.88.99.0/24"),
            ("192.168.1.1", "192.168.0.0/16"),
            ("198.19.255.255", "198.18.0.0/15"),
            ("224.0.0.1", "224.0.0.0/4"),
            ("239.255.255.255", "224.0.0.0/4"),
            ("240.0.0.0", "240.0.0.0/4"),
            ("255.255.255.255", "240.0.0.0/4"),
            ("::", "::/128"),
            ("::1", "::1/128"),
            ("::ffff:1.1.1.1", "::ffff:0:0/96"),
            ("64:ff9b::1", "::/3"),
            ("1fff::1", "::/3"),
            ("2001::1", "2001::/32"),
            ("2002:101:101::1", "2002::/16"),
            ("4000::1", "4000::/2"),
            ("8000::1", "8000::/1"),
            ("fe80::1", "fe80::/10"),
            ("fc00::1", "fc00::/7"),
            ("fd00::1", "fc00::/7"),
            ("ff02::1", "ff00::/8"),
        ] {
            assert_eq!(class(value), expected, "{value}");
        }
    }

    #[test]
    fn a_range_has_the_worst_class_of_its_addresses() {
        for (value, expected) in [
            ("1.1.1.1-1.1.1.9", "public"),
            ("1.1.1.1 - 1.1.1.1", "public"),
            ("2400:3200::1-2400:3200::ff", "public"),
            ("203.0.113.1-203.0.113.9", "documentation"),
            ("203.0.112.1-203.0.114.1", "documentation"),
            ("9.0.0.0-11.0.0.0", "10.0.0.0/8"),
            ("192.0.2.0-192.168.0.0", "192.88.99.0/24"),
            ("1.1.1.9-1.1.1.1", "ip-range-order"),
            ("1.1.1.1-2400:3200::1", "ip-range-families"),
            ("1.1.1.1-9", "ip-syntax"),
            ("1.1.1.1-", "ip-empty"),
            ("1.1.1.1-1.1.1.2-1.1.1.3", "ip-syntax"),
        ] {
            assert_eq!(class(value), expected, "{value}");
        }
    }

    #[test]
    fn malformed_addresses_say_why() {
        for (value, expected) in [
            ("", "ip-empty"),
            ("192.168.01.1", "ip-leading-zero"),
            ("1.2.3", "ip-syntax"),
            ("256.1.1.1", "ip-syntax"),
            ("fe80::1%eth0", "ip-zone"),
            ("1.1.1.0/24", "ip-network"),
            ("2400:3200::/32", "ip-network"),
            ("1.1.1.1:80", "ip-port"),
            ("[2400:3200::1]:80", "ip-port"),
            ("example.com", "ip-syntax"),
            ("１.1.1.1", "ip-syntax"),
        ] {
            assert_eq!(class(value), expected, "{value}");
        }
    }

    proptest! {
        #[test]
        fn one_address_is_as_a_range_of_it(bits in any::<u32>()) {
            let address = std::net::Ipv4Addr::from_bits(bits).to_string();
            let range = format!("{address}-{address}");
            prop_assert_eq!(check_ip(&address), check_ip(&range));
        }

        #[test]
        fn nothing_panics(value in "\\PC*|[0-9a-f:./%-]{0,40}") {
            let _ = check_ip(&value);
        }

        #[test]
        fn a_single_address_is_in_a_block_or_public(bits in any::<u128>()) {
            let address = IpAddr::V6(std::net::Ipv6Addr::from_bits(bits));
            let public = classify(address, address) == IpClass::Public;
            prop_assert!(!public || bits >> 125 == 1);
        }
    }
}

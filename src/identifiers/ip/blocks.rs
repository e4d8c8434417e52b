//! The blocks of addresses that are not public, as data.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::identifiers::Problem;
use crate::text::Text;

/// A block of addresses that are not public.
#[derive(Debug, PartialEq, Eq)]
pub struct Block {
    /// The block, such as `10.0.0.0/8`.
    pub cidr: &'static str,
    /// What an address of it is, as a problem says it.
    said: [&'static str; 3],
    first: IpAddr,
    prefix: u32,
    documentation: bool,
}

impl Block {
    /// What the block is for.
    pub const fn name(&self) -> Text {
        let [_, zh, en] = self.said;
        Text::fixed(zh, en)
    }

    /// What an address of the block is, as a problem with it.
    pub const fn problem(&'static self) -> Problem {
        Problem::new(&self.said)
    }

    /// Whether the block is reserved for examples.
    pub(super) const fn is_documentation(&self) -> bool {
        self.documentation
    }

    /// Whether an address of the range lies in the block.
    pub(super) fn meets(&self, first: IpAddr, last: IpAddr) -> bool {
        match (self.first, first, last) {
            (IpAddr::V4(block), IpAddr::V4(first), IpAddr::V4(last)) => {
                let mask = u32::MAX.checked_shr(self.prefix).unwrap_or(0);
                u32::from(first) <= (u32::from(block) | mask) && u32::from(block) <= u32::from(last)
            }
            (IpAddr::V6(block), IpAddr::V6(first), IpAddr::V6(last)) => {
                let mask = u128::MAX.checked_shr(self.prefix).unwrap_or(0);
                u128::from(first) <= (u128::from(block) | mask)
                    && u128::from(block) <= u128::from(last)
            }
            _ => false,
        }
    }
}

const fn v4(
    [a, b, c]: [u8; 3],
    prefix: u32,
    cidr: &'static str,
    [zh, en]: [&'static str; 2],
) -> Block {
    Block {
        cidr,
        said: ["ip-not-public", zh, en],
        first: IpAddr::V4(Ipv4Addr::new(a, b, c, 0)),
        prefix,
        documentation: false,
    }
}

const fn v6(first: u128, prefix: u32, cidr: &'static str, [zh, en]: [&'static str; 2]) -> Block {
    Block {
        cidr,
        said: ["ip-not-public", zh, en],
        first: IpAddr::V6(Ipv6Addr::from_bits(first)),
        prefix,
        documentation: false,
    }
}

const fn documentation(block: Block) -> Block {
    Block {
        documentation: true,
        ..block
    }
}

const PRIVATE: [&str; 2] = ["内网地址", "private addresses"];
const EXAMPLES: [&str; 2] = ["文档示例地址", "documentation addresses"];
const LOOPBACK: [&str; 2] = ["本机回环地址", "loopback addresses"];
const LINK_LOCAL: [&str; 2] = ["链路本地地址", "link-local addresses"];
const MULTICAST: [&str; 2] = ["组播地址", "multicast addresses"];
const RESERVED: [&str; 2] = ["保留地址", "reserved addresses"];
const RELAY: [&str; 2] = ["6to4 过渡地址", "6to4 transition addresses"];

/// The blocks that are not public; of overlapping ones the more particular stands first.
#[rustfmt::skip]
pub(super) static BLOCKS: &[Block] = &[
    v4([0, 0, 0], 8, "0.0.0.0/8", ["本网络地址", "addresses of this network"]),
    v4([10, 0, 0], 8, "10.0.0.0/8", PRIVATE),
    v4([100, 64, 0], 10, "100.64.0.0/10", ["运营商级 NAT 地址", "carrier-grade NAT addresses"]),
    v4([127, 0, 0], 8, "127.0.0.0/8", LOOPBACK),
    v4([169, 254, 0], 16, "169.254.0.0/16", LINK_LOCAL),
    v4([172, 16, 0], 12, "172.16.0.0/12", PRIVATE),
    v4([192, 0, 0], 24, "192.0.0.0/24", ["协议专用地址", "protocol assignments"]),
    documentation(v4([192, 0, 2], 24, "192.0.2.0/24", EXAMPLES)),
    v4([192, 88, 99], 24, "192.88.99.0/24", RELAY),
    v4([192, 168, 0], 16, "192.168.0.0/16", PRIVATE),
    v4([198, 18, 0], 15, "198.18.0.0/15", ["测试地址", "benchmarking addresses"]),
    documentation(v4([198, 51, 100], 24, "198.51.100.0/24", EXAMPLES)),
    documentation(v4([203, 0, 113], 24, "203.0.113.0/24", EXAMPLES)),
    v4([224, 0, 0], 4, "224.0.0.0/4", MULTICAST),
    v4([240, 0, 0], 4, "240.0.0.0/4", RESERVED),
    v6(0, 128, "::/128", ["未指定地址", "the unspecified address"]),
    v6(1, 128, "::1/128", LOOPBACK),
    v6(0xffff << 32, 96, "::ffff:0:0/96", ["IPv4 映射地址", "IPv4-mapped addresses"]),
    v6(0x2001 << 112, 32, "2001::/32", ["Teredo 过渡地址", "Teredo transition addresses"]),
    documentation(v6(0x2001_0db8 << 96, 32, "2001:db8::/32", EXAMPLES)),
    v6(0x2002 << 112, 16, "2002::/16", RELAY),
    v6(0xfc00 << 112, 7, "fc00::/7", ["内网地址（ULA）", "unique local addresses"]),
    v6(0xfe80 << 112, 10, "fe80::/10", LINK_LOCAL),
    v6(0xff00 << 112, 8, "ff00::/8", MULTICAST),
    v6(0, 3, "::/3", RESERVED),
    v6(0x4000 << 112, 2, "4000::/2", RESERVED),
    v6(0x8000 << 112, 1, "8000::/1", RESERVED),
];

/// Whether a block has addresses of version 4 that begin with a byte.
static BEGINS: [bool; 256] = {
    let mut begins = [false; 256];
    let mut rest: &mut [bool] = &mut begins;
    let mut byte = 0u8;
    while let [own, others @ ..] = rest {
        *own = begins_block(byte);
        byte = byte.wrapping_add(1);
        rest = others;
    }
    begins
};

const fn begins_block(byte: u8) -> bool {
    let mut rest = BLOCKS;
    while let [block, others @ ..] = rest {
        if let IpAddr::V4(first) = block.first {
            let [first, ..] = first.octets();
            let last = match u8::MAX.checked_shr(block.prefix) {
                Some(mask) => first | mask,
                None => first,
            };
            if first <= byte && byte <= last {
                return true;
            }
        }
        rest = others;
    }
    false
}

/// Whether an address is surely in no block, told by its first byte.
pub(super) fn is_surely_public(address: Ipv4Addr) -> bool {
    let [first, ..] = address.octets();
    BEGINS.get(usize::from(first)) == Some(&false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_by_the_first_byte_is_so() {
        for bits in (0..=u32::MAX).step_by(0x1_0123) {
            let address = Ipv4Addr::from_bits(bits);
            let own = IpAddr::V4(address);
            let is_public = BLOCKS.iter().all(|block| !block.meets(own, own));
            assert!(is_public || !is_surely_public(address), "{address}");
        }
        assert!(is_surely_public(Ipv4Addr::new(8, 8, 8, 8)));
    }

    #[test]
    fn every_block_begins_and_ends_in_itself() {
        for block in BLOCKS {
            assert!(block.meets(block.first, block.first), "{}", block.cidr);
            let (first, prefix) = block.cidr.split_once('/').unwrap();
            assert_eq!(first.parse(), Ok(block.first), "{}", block.cidr);
            assert_eq!(prefix.parse(), Ok(block.prefix), "{}", block.cidr);
            assert!(!block.name().en.is_empty());
        }
    }
}

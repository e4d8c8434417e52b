//! A draft in which nothing is put wrong.

use chrono::{Days, NaiveDate};
use serde_json::{Value, json};

use super::Settings;
use super::identities::{credit_code, id_card};
use super::places::{PROVINCES, Province};
use super::random::Random;

/// Kinds of filing, with how many in a hundred are of it.
const FILINGS: &[(u64, &str)] = &[
    (54, "first"),
    (14, "add-service"),
    (8, "add-service-elsewhere"),
    (8, "access"),
    (3, "change"),
    (3, "change-subject"),
    (3, "change-service"),
    (1, "change-access"),
    (1, "transfer-subject"),
    (2, "cancel-subject"),
    (2, "cancel-service"),
    (1, "cancel-access"),
];

const PROVIDERS: &[(u64, &str)] = &[
    (35, "aliyun"),
    (25, "tencentcloud"),
    (15, "huaweicloud"),
    (10, "baiducloud"),
    (15, "other"),
];

/// Kinds of subject: how many in a hundred, the id, its certificate, the first two characters of its
/// unified code, and how its name ends.
const SUBJECTS: &[(u64, Subject)] = &[
    (
        58,
        Subject("enterprise", "business-license", "91", "网络科技有限公司"),
    ),
    (20, Subject("personal", "id-card", "", "")),
    (
        7,
        Subject("individual-business", "business-license", "92", "文具店"),
    ),
    (
        2,
        Subject("government", "unified-social-credit", "11", "统计局"),
    ),
    (
        4,
        Subject("institution", "institution-certificate", "12", "图书馆"),
    ),
    (
        2,
        Subject(
            "social-organization",
            "social-organization-certificate",
            "51",
            "摄影协会",
        ),
    ),
    (
        1,
        Subject("foundation", "foundation-certificate", "53", "植树基金会"),
    ),
    (
        2,
        Subject(
            "private-non-enterprise",
            "private-non-enterprise-certificate",
            "52",
            "书画研究院",
        ),
    ),
    (
        2,
        Subject("law-firm", "law-firm-license", "31", "律师事务所"),
    ),
    (1, Subject("military", "military-code", "", "部队")),
    (
        1,
        Subject("other-unit", "unified-social-credit", "A1", "合作社"),
    ),
];

#[derive(Debug, Clone, Copy)]
struct Subject(&'static str, &'static str, &'static str, &'static str);

const SURNAMES: &[&str] = &["张", "李", "王", "赵", "钱", "孙", "周", "吴"];
const TRADES: &[&str] = &[
    "蓝莓", "青竹", "云杉", "白鹭", "松果", "石榴", "海棠", "晨露",
];
const CONTENTS: &[&str] = &["organization-site", "images", "downloads", "web-building"];
const SCOPES: &[&str] = &[
    "软件开发；信息系统集成服务",
    "计算机软硬件及辅助设备零售；办公用品销售",
    "软件开发；技术服务、技术开发、技术咨询、技术交流、技术转让、技术推广；平面设计",
];
const REGISTRARS: &[&str] = &["阿里云计算有限公司", "腾讯云计算（北京）有限责任公司"];

/// What all parts of a draft are made by.
struct Maker<'r> {
    settings: &'r Settings,
    random: &'r mut Random,
    number: u64,
    province: &'static Province,
    provider: &'static str,
    filing: &'static str,
    subject: Subject,
}

/// The draft of a number.
pub fn draft(settings: &Settings, number: u64, random: &mut Random) -> Value {
    let (provinces, providers) = if settings.few {
        (PROVINCES.get(..3), PROVIDERS.get(..2))
    } else {
        (Some(PROVINCES), Some(PROVIDERS))
    };
    let province = random.one(provinces.unwrap_or(PROVINCES));
    let provider = *random.weighted(providers.unwrap_or(PROVIDERS));
    let filing = *random.weighted(FILINGS);
    let subject = *random.weighted(SUBJECTS);
    let mut maker = Maker {
        settings,
        random,
        number,
        province,
        provider,
        filing,
        subject,
    };
    maker.draft()
}

impl Maker<'_> {
    fn is_new(&self) -> bool {
        matches!(
            self.filing,
            "first" | "add-service" | "add-service-elsewhere"
        )
    }

    fn day(&mut self, low: i64, high: i64) -> String {
        day_from(self.settings.as_of, self.random.between(low, high)).to_string()
    }

    fn draft(&mut self) -> Value {
        let personal = self.subject.0 == "personal";
        let principal = self.person("示例", personal);
        let name = if personal {
            principal["name"].as_str().unwrap_or_default().to_owned()
        } else {
            self.unit_name()
        };
        let certificate = if personal {
            let mut own = principal["certificate"].clone();
            own["city"] = json!(format!("{}", self.province.city.0));
            own
        } else {
            self.unit_certificate()
        };
        let mut draft = json!({
            "format": 1,
            "meta": { "id": format!("example-{:08}", self.number) },
            "filing": {
                "kind": self.filing,
                "province": format!("{}", self.province.code),
                "provider": self.provider,
            },
            "subject": {
                "kind": self.subject.0,
                "name": name,
                "certificate": certificate,
                "address": {
                    "province": format!("{}", self.province.code),
                    "city": format!("{}", self.province.city.0),
                    "detail": self.address("层"),
                },
            },
        });
        if self.filing != "first" {
            draft["filing"]["number"] = json!(self.subject_number());
        }
        if !personal {
            let scope = self.random.one(SCOPES);
            let subject = &mut draft["subject"];
            subject["business_scope"] = json!(scope);
            subject["has_seal"] = json!(true);
            subject["has_trade_name"] = json!(true);
            subject["abnormal"] = json!(false);
            subject["superior"] = json!(format!("{}示例投资管理中心", self.province.city.1));
        }
        if self.subject.0 == "other-unit" {
            draft["subject"]["kind_detail"] = json!("农民专业合作社");
        }
        if self.filing != "first" {
            draft["subject"]["on_record"] = json!({
                "services": 1, "domains": 1, "sites_open": true, "sites_show_number": true,
            });
        }
        draft["principal"] = principal;
        if self.is_new() || self.filing == "access" {
            draft["access"] = self.access();
        }
        if self.filing != "cancel-subject" {
            draft["services"] = json!([self.service(&name, &draft["subject"]["certificate"])]);
        }
        if !matches!(self.filing, "first" | "add-service-elsewhere") {
            draft["previous"] = self.previous(&draft);
        }
        draft["attachments"] = self.attachments();
        draft
    }

    fn unit_name(&mut self) -> String {
        let trade = self.random.one(TRADES);
        format!("{}示例{trade}{}", self.province.city.1, self.subject.3)
    }

    fn unit_certificate(&mut self) -> Value {
        let city = self.province.city.0;
        let number = match self.subject.2 {
            "" => "示例00001部队".to_owned(),
            kind => credit_code(kind, city, self.number),
        };
        let mut certificate = json!({
            "type": self.subject.1,
            "number": number,
            "valid_until": "long-term",
            "province": format!("{}", self.province.code),
            "city": format!("{city}"),
            "address": self.address("号"),
        });
        if self.random.percent(60) {
            certificate["valid_until"] = json!(self.day(400, 6000));
        }
        certificate
    }

    fn address(&mut self, last: &str) -> String {
        format!(
            "{}市示例区示例路{}号{}{last}{}室",
            self.province.city.1,
            self.random.between(1, 99),
            self.random.between(1, 9),
            self.random.between(101, 999),
        )
    }

    fn phone(&mut self, prefix: &str) -> String {
        format!("{prefix}{:08}", self.random.below(100_000_000))
    }

    fn person(&mut self, given: &str, personal: bool) -> Value {
        let surname = self.random.one(SURNAMES);
        let birth = day_from(
            self.settings.as_of,
            -self.random.between(22 * 366, 58 * 365),
        );
        let number = id_card(self.province.city.0 + 5, birth, self.random.next());
        let mut person = json!({
            "name": format!("{surname}{given}"),
            "certificate": {
                "type": "id-card",
                "number": number,
                "valid_from": self.day(-2000, -100),
                "valid_until": self.day(500, 5000),
                "province": format!("{}", self.province.code),
            },
            "mobile": self.phone("138"),
            "mobile_province": format!("{}", self.province.code),
            "emergency_phone": self.phone("139"),
            "email": format!("example{}@example.cn", self.number),
            "student": false,
        });
        if self.random.percent(25) {
            person["mobile"] = json!(format!("+86 {}", self.phone("136")));
        }
        if !personal {
            person["is_legal_representative"] = json!(true);
        }
        person
    }

    fn access(&mut self) -> Value {
        let last = self.random.between(1, 250);
        json!({
            "product": "ecs",
            "months": 12,
            "mainland": true,
            "bandwidth": true,
            "ips": [format!("8.130.{}.{last}", self.random.between(1, 250))],
            "service_codes": [format!("example-code-{}", self.number)],
        })
    }

    fn service(&mut self, owner: &str, certificate: &Value) -> Value {
        let personal = self.subject.0 == "personal";
        let content = if personal {
            "blog"
        } else {
            self.random.one(CONTENTS)
        };
        let name = if personal {
            format!("{}的随笔", self.random.one(TRADES))
        } else {
            owner.strip_suffix("有限公司").unwrap_or(owner).to_owned()
        };
        let app = !personal && self.random.percent(8);
        let mut service = json!({
            "kind": if app { "app" } else { "website" },
            "name": name,
            "content": [content],
            "languages": ["zh-Hans"],
            "involves": [],
            "remark": "介绍本单位的情况和联系方式，不涉及经营",
            "resolved": false,
            "domains": [self.domain(owner, certificate)],
        });
        if personal {
            service["remark"] = json!("个人随笔与照片，不涉及经营和评论");
        }
        if app {
            service["platforms"] = json!([{
                "os": "android",
                "package": format!("cn.example.app{}", self.number),
                "public_key": "00c1f5d2b7a89e6634",
                "fingerprint": "3F:2A:91:0C:7B:55:D8:E4:60:1B:AA:9E:44:C3:07:F2",
            }]);
        }
        if !self.is_new() {
            service["number"] = json!(format!("{}-1", self.subject_number()));
        }
        service
    }

    fn domain(&mut self, owner: &str, certificate: &Value) -> Value {
        let suffix = match self.subject.0 {
            "government" => "gov.cn",
            _ => *self.random.one(&["cn", "cn", "com.cn"]),
        };
        json!({
            "name": format!("example-{}.{suffix}", self.number),
            "registrant": {
                "name": owner,
                "certificate_type": certificate["type"],
                "certificate_number": certificate["number"],
            },
            "registrar": self.random.one(REGISTRARS),
            "registered": self.day(-2000, -400),
            "expires": self.day(400, 3000),
            "verified": true,
            "verified_on": self.day(-390, -40),
            "privacy_protection": false,
        })
    }

    fn subject_number(&self) -> String {
        format!(
            "{}ICP备2021{:06}号",
            self.province.character,
            self.number % 1_000_000
        )
    }

    /// What is on record: the same, but for who the principal was.
    fn previous(&mut self, draft: &Value) -> Value {
        let subject = &draft["subject"];
        let mut previous = json!({
            "filing": { "province": draft["filing"]["province"], "number": draft["filing"]["number"] },
            "subject": {
                "kind": subject["kind"],
                "name": subject["name"],
                "certificate": {
                    "type": subject["certificate"]["type"],
                    "number": subject["certificate"]["number"],
                },
            },
            "principal": {
                "name": draft["principal"]["name"],
                "certificate": {
                    "type": "id-card",
                    "number": draft["principal"]["certificate"]["number"],
                },
            },
        });
        let is_added = self.filing == "add-service";
        if let Some(service) = draft["services"].get(0).filter(|_| !is_added) {
            previous["services"] = json!([{
                "number": service["number"],
                "name": service["name"],
                "domains": [{ "name": service["domains"][0]["name"] }],
            }]);
        }
        previous
    }

    fn attachments(&mut self) -> Value {
        let mut attachments = vec![json!({
            "document": "id-card",
            "of": "principal",
            "file": "example-card.jpg",
            "medium": "photo",
        })];
        if self.subject.1 == "business-license" {
            attachments.push(json!({
                "document": "business-license",
                "of": "subject",
                "held": true,
                "medium": "photo",
            }));
        }
        Value::Array(attachments)
    }
}

/// So many days from a day.
pub fn day_from(day: NaiveDate, days: i64) -> NaiveDate {
    let distance = Days::new(days.unsigned_abs());
    let moved = if days < 0 {
        day.checked_sub_days(distance)
    } else {
        day.checked_add_days(distance)
    };
    moved.unwrap_or(day)
}

# The same fifteen rules for regorus. A comparison with a field that is not there is undefined, so
# that the rule says nothing, as in `beian`. Days are compared as text with a day that is worked out
# beforehand (`{…}`): the cheapest form that Rego admits; "long-term" is after every day.
package filing

import rego.v1

deny contains "legal-representative" if {
	input.filing.province in {"110000", "440000", "510000"}
	input.subject.kind != "personal"
	input.principal.is_legal_representative == false
}

deny contains "id-pattern" if {
	input.principal.certificate.type == "id-card"
	number := input.principal.certificate.number
	is_string(number)
	not regex.match(`^[1-9][0-9]{5}(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9X]$`, number)
}

deny contains "email-pattern" if {
	email := input.principal.email
	is_string(email)
	not regex.match(`^[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+([.][A-Za-z0-9-]+)+$`, email)
}

deny contains "mobile-pattern" if {
	mobile := input.principal.mobile
	is_string(mobile)
	not regex.match(`^([+]86 ?)?1[3-9][0-9]{9}$`, mobile)
}

deny contains "name-length" if {
	some service in input.services
	length := count(service.name)
	not length_admitted(length)
}

length_admitted(length) if {
	length >= 3
	length <= 20
}

deny contains "required" if not everything_there

# What a personal filing may leave out since the subject's certificate says it is not asked for here.
everything_there if {
	input.subject.name
	input.subject.kind
	input.subject.address.province
	input.subject.address.city
	input.subject.address.detail
	input.principal.name
	input.principal.mobile
	input.principal.emergency_phone
	input.principal.email
	not domain_without_expiry
}

domain_without_expiry if {
	some service in input.services
	some domain in service.domains
	not domain.expires
}

deny contains "file-ending" if {
	some attachment in input.attachments
	file := attachment.file
	is_string(file)
	not regex.match(`^.+[.](jpg|jpeg|png)$`, file)
}

deny contains "domain-days" if {
	some service in input.services
	some domain in service.domains
	domain.expires < earliest_expiry
}

earliest_expiry := "{in 180 days}" if input.filing.province == "310000"

else := "{in 90 days}"

deny contains "age" if {
	substring(input.principal.certificate.number, 6, 8) > "{18 years ago}"
}

deny contains "emergency-phone" if {
	bare(input.principal.emergency_phone) == bare(input.principal.mobile)
}

bare(phone) := trim_prefix(phone, "+86 ")

deny contains "registrant" if {
	some service in input.services
	some domain in service.domains
	domain.registrant.name != input.subject.name
}

deny contains "new-domains" if {
	input.filing.province == "140000"
	input.filing.kind in {"first", "add-service", "add-service-elsewhere"}
	count([domain | some service in input.services; some domain in service.domains]) > 3
}

deny contains "certificate-days" if {
	input.principal.certificate.valid_until < "{in 90 days}"
}

deny contains "social-security" if {
	input.subject.kind == "personal"
	input.principal.certificate.province != input.filing.province
	input.principal.social_security_months < 3
}

deny contains "address-province" if {
	input.subject.address.province != input.filing.province
}

#pragma once

#include <array>
#include <string>
#include <string_view>

#include "protocol/oxdscli/pox.hpp"

// The text elements of each structure in the order they are written, named as in [MS-OXDSCLI]
// section 2.2.4.1.1. Writer and reader both go by these tables.
namespace mapigate::oxdscli {

template <class Struct>
struct TextField {
  std::string_view element;
  std::string Struct::*member;
};

inline constexpr std::array user_fields{
    TextField<PoxUser>{"DisplayName", &PoxUser::display_name},
    TextField<PoxUser>{"LegacyDN", &PoxUser::legacy_dn},
    TextField<PoxUser>{"AutoDiscoverSMTPAddress", &PoxUser::auto_discover_smtp_address},
    TextField<PoxUser>{"DeploymentId", &PoxUser::deployment_id},
};

inline constexpr std::array account_fields{
    TextField<PoxAccount>{"AccountType", &PoxAccount::account_type},
    TextField<PoxAccount>{"Action", &PoxAccount::action},
    TextField<PoxAccount>{"MicrosoftOnline", &PoxAccount::microsoft_online},
    TextField<PoxAccount>{"ConsumerMailbox", &PoxAccount::consumer_mailbox},
    TextField<PoxAccount>{"RedirectAddr", &PoxAccount::redirect_addr},
    TextField<PoxAccount>{"RedirectUrl", &PoxAccount::redirect_url},
};

inline constexpr std::array protocol_fields{
    TextField<PoxProtocol>{"Type", &PoxProtocol::type},
    TextField<PoxProtocol>{"TTL", &PoxProtocol::ttl},
    TextField<PoxProtocol>{"Server", &PoxProtocol::server},
    TextField<PoxProtocol>{"ServerDN", &PoxProtocol::server_dn},
    TextField<PoxProtocol>{"ServerVersion", &PoxProtocol::server_version},
    TextField<PoxProtocol>{"MdbDN", &PoxProtocol::mdb_dn},
    TextField<PoxProtocol>{"PublicFolderServer", &PoxProtocol::public_folder_server},
    TextField<PoxProtocol>{"Port", &PoxProtocol::port},
    TextField<PoxProtocol>{"ASUrl", &PoxProtocol::as_url},
    TextField<PoxProtocol>{"EwsUrl", &PoxProtocol::ews_url},
    TextField<PoxProtocol>{"EmwsUrl", &PoxProtocol::emws_url},
    TextField<PoxProtocol>{"EcpUrl", &PoxProtocol::ecp_url},
    TextField<PoxProtocol>{"OOFUrl", &PoxProtocol::oof_url},
    TextField<PoxProtocol>{"UMUrl", &PoxProtocol::um_url},
    TextField<PoxProtocol>{"OABUrl", &PoxProtocol::oab_url},
    TextField<PoxProtocol>{"SSL", &PoxProtocol::ssl},
    TextField<PoxProtocol>{"CertPrincipalName", &PoxProtocol::cert_principal_name},
    TextField<PoxProtocol>{"AuthPackage", &PoxProtocol::auth_package},
    TextField<PoxProtocol>{"ServerExclusiveConnect", &PoxProtocol::server_exclusive_connect},
};

inline constexpr std::array alternative_mailbox_fields{
    TextField<AlternativeMailbox>{"Type", &AlternativeMailbox::type},
    TextField<AlternativeMailbox>{"DisplayName", &AlternativeMailbox::display_name},
    TextField<AlternativeMailbox>{"SmtpAddress", &AlternativeMailbox::smtp_address},
    TextField<AlternativeMailbox>{"OwnerSmtpAddress", &AlternativeMailbox::owner_smtp_address},
    TextField<AlternativeMailbox>{"LegacyDN", &AlternativeMailbox::legacy_dn},
    TextField<AlternativeMailbox>{"Server", &AlternativeMailbox::server},
};

inline constexpr std::array url_fields{
    TextField<MapiHttpUrls>{"InternalUrl", &MapiHttpUrls::internal_url},
    TextField<MapiHttpUrls>{"ExternalUrl", &MapiHttpUrls::external_url},
};

}  // namespace mapigate::oxdscli

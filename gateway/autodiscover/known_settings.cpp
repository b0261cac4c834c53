#include <algorithm>
#include <array>

#include "gateway/autodiscover/profile.hpp"

namespace mapigate::autodiscover {

namespace {

// "Setting (SOAP)" of the web service reference, sorted. A setting of this list that has no value here is not
// available; any other name is invalid.
constexpr auto user_settings = std::to_array<std::string_view>({
    "ActiveDirectoryServer",
    "AlternateMailboxes",
    "AutoDiscoverSMTPAddress",
    "CasVersion",
    "CrossOrganizationSharingEnabled",
    "EcpDeliveryReportUrlFragment",
    "EcpEmailSubscriptionsUrlFragment",
    "EcpPublishingUrlFragment",
    "EcpRetentionPolicyTagsUrlFragment",
    "EcpTextMessagingUrlFragment",
    "EcpVoicemailUrlFragment",
    "EwsSupportedSchemas",
    "ExchangeRpcUrl",
    "ExternalEcpDeliveryReportUrl",
    "ExternalEcpEmailSubscriptionsUrl",
    "ExternalEcpPublishingUrl",
    "ExternalEcpRetentionPolicyTagsUrl",
    "ExternalEcpTextMessagingUrl",
    "ExternalEcpUrl",
    "ExternalEcpVoicemailUrl",
    "ExternalEwsUrl",
    "ExternalEwsVersion",
    "ExternalImap4Connections",
    "ExternalMailboxServer",
    "ExternalMailboxServerAuthenticationMethods",
    "ExternalMailboxServerRequiresSSL",
    "ExternalOABUrl",
    "ExternalPop3Connections",
    "ExternalServerExclusiveConnect",
    "ExternalSmtpConnections",
    "ExternalUMUrl",
    "ExternalWebClientUrls",
    "GroupingInformation",
    "InternalEcpDeliveryReportUrl",
    "InternalEcpEmailSubscriptionsUrl",
    "InternalEcpPublishingUrl",
    "InternalEcpRetentionPolicyTagsUrl",
    "InternalEcpTextMessagingUrl",
    "InternalEcpUrl",
    "InternalEcpVoicemailUrl",
    "InternalEwsUrl",
    "InternalImap4Connections",
    "InternalMailboxServer",
    "InternalMailboxServerDN",
    "InternalOABUrl",
    "InternalPop3Connections",
    "InternalRpcClientServer",
    "InternalServerExclusiveConnect",
    "InternalSmtpConnections",
    "InternalUMUrl",
    "InternalWebClientUrls",
    "InteropExternalEwsUrl",
    "InteropExternalEwsVersion",
    "MailboxDN",
    "MapiHttpEnabled",
    "MobileMailboxPolicyInterop",
    "PublicFolderInformation",
    "PublicFolderServer",
    "ShowGalAsDefaultView",
    "UserDN",
    "UserDeploymentId",
    "UserDisplayName",
    "UserMSOnline",
});
static_assert(std::ranges::is_sorted(user_settings));

constexpr auto domain_settings = std::to_array<std::string_view>({"ExternalEwsUrl", "ExternalEwsVersion"});
static_assert(std::ranges::is_sorted(domain_settings));

}  // namespace

bool is_known_setting(oxdscli::SoapOperation operation, std::string_view name) {
  return operation == oxdscli::SoapOperation::get_user_settings
             ? std::ranges::binary_search(user_settings, name)
             : std::ranges::binary_search(domain_settings, name);
}

}  // namespace mapigate::autodiscover

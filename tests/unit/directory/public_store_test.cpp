#include "gateway/directory/public_store.hpp"

#include <gtest/gtest.h>

namespace mapigate::directory {
namespace {

TEST(PublicStore, OfADomain) {
  const User store = public_store("example.org");
  // Python: uuid.uuid5(uuid.NAMESPACE_DNS, "public-folders.example.org")
  EXPECT_EQ(store.mailbox_guid, "0260938b-96d4-5fe4-91a3-e3b514b9e1b5");
  EXPECT_EQ(store.mailbox_guid, public_store_guid("example.org"));
  EXPECT_EQ(store.address, store.mailbox_guid + "@example.org");
  EXPECT_TRUE(store.legacy_dn.starts_with("/o="));
  EXPECT_TRUE(store.legacy_dn.ends_with("-public-folders"));
  EXPECT_FALSE(store.enabled);
  EXPECT_NE(public_store_guid("example.net"), store.mailbox_guid);
}

TEST(PublicStore, IsFoundByAddressAndByDn) {
  User alice;
  alice.address = "alice@example.org";
  const User store = public_store("example.org");
  EXPECT_TRUE(is_public_store_of(alice, store.address, ""));
  EXPECT_TRUE(is_public_store_of(alice, "", store.legacy_dn));
  EXPECT_FALSE(is_public_store_of(alice, "alice@example.org", ""));
  EXPECT_FALSE(is_public_store_of(alice, store.address, "/o=x/cn=y"));  // the DN counts where both are given
  EXPECT_FALSE(is_public_store_of(alice, public_store("example.net").address, ""));
}

}  // namespace
}  // namespace mapigate::directory

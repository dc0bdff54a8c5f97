/** The RPC endpoint of Alibaba Cloud: authentication, dispatch, client tokens and dry runs. */
@NullMarked
package dev.linkspan.sandbox.rpc;

import org.jspecify.annotations.NullMarked;

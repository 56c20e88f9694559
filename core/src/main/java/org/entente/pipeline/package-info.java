/**
 * The one place that knows the order of things. Not API: it may change in any release.
 *
 * <p>Bytes come in through {@link org.entente.pipeline.Inbound}: unpack, recognise, dispatch,
 * decide, one commit. They go out through {@link org.entente.pipeline.Outbox}, and from nowhere
 * else. {@link org.entente.pipeline.Commits} is the only writer; what it has written it hands to
 * {@link org.entente.pipeline.Events}. Nothing here has a thread or a timer of its own: a {@link
 * org.entente.pipeline.Driver} turns it.
 */
@NullMarked
package org.entente.pipeline;

import org.jspecify.annotations.NullMarked;

/**
 * A small web application around one agent: the connections API of the PRISM agents, and a page to
 * connect with. Start with {@link org.entente.examples.agentserver.AgentServer}.
 */
@NullMarked
package org.entente.examples.agentserver;

import org.jspecify.annotations.NullMarked;

package dev.faroe.host;

import java.util.UUID;

import dev.faroe.test.TestRedis;

/**
 * Where an application keeps its sessions.
 */
enum SessionStore {

	MEMORY,

	REDIS,

	/** With an index that finds those of a user. */
	INDEXED_REDIS;

	/**
	 * Return the properties that lead to sessions which nobody else has.
	 */
	String[] properties() {
		return (this == MEMORY) ? new String[0]
				: new String[] { "spring.data.redis.url=" + TestRedis.shared().url(),
						"spring.session.data.redis.namespace=" + UUID.randomUUID(),
						"spring.session.data.redis.repository-type=" + ((this == REDIS) ? "default" : "indexed") };
	}

}

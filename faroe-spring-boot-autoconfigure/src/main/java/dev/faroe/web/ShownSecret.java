package dev.faroe.web;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.faroe.security.DecryptionException;
import dev.faroe.security.Secret;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What a response shows of a secret: its text, or nothing if it cannot be read. The log
 * has each reason for the latter once a minute, because a list could have a thousand of
 * them.
 */
final class ShownSecret {

	private static final Log logger = LogFactory.getLog(ShownSecret.class);

	private static final long INTERVAL = Duration.ofMinutes(1).toNanos();

	/** The reasons name keys: there are few, unless somebody has written to the rows. */
	private static final int MAX_REASONS = 16;

	private static final Map<String, Long> LOGGED = new LinkedHashMap<>();

	private ShownSecret() {
	}

	static @Nullable String of(Secret secret) {
		try {
			return secret.value();
		}
		catch (DecryptionException ex) {
			String reason = String.valueOf(ex.getMessage());
			if (isNew(reason, System.nanoTime())) {
				logger.error("A code is missing in a response. " + reason);
			}
			return null;
		}
	}

	private static boolean isNew(String reason, long now) {
		synchronized (LOGGED) {
			LOGGED.values().removeIf((time) -> now - time >= INTERVAL);
			return LOGGED.size() < MAX_REASONS && LOGGED.putIfAbsent(reason, now) == null;
		}
	}

}

package dev.faroe.login;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.util.ClassUtils;

/**
 * What a native image needs of a log-in: its messages, and what is in sessions that are
 * kept outside of the process.
 */
final class LogInRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.resources().registerPattern("dev/faroe/login/message/messages*.properties");
		hints.resources().registerPattern("dev/faroe/login/step/passkeys.js");
		if (ClassUtils.isPresent("org.springframework.security.core.Authentication", classLoader)) {
			InSessions.register(hints);
		}
	}

	private static final class InSessions {

		static void register(RuntimeHints hints) {
			Stream
				.of(SecurityContextImpl.class, FaroeAuthentication.class, AbstractAuthenticationToken.class,
						FaroeUserDetails.class, FactorGrantedAuthority.class, SimpleGrantedAuthority.class,
						TreeSet.class, ArrayList.class, LinkedHashMap.class, Instant.class)
				.forEach((type) -> hints.reflection().registerJavaSerialization(type));
			Stream
				.of("java.time.Ser", "java.util.Collections$UnmodifiableCollection",
						"java.util.Collections$UnmodifiableList", "java.util.Collections$UnmodifiableRandomAccessList")
				.map((name) -> ClassUtils.resolveClassName(name, null))
				.forEach((type) -> hints.reflection().registerJavaSerialization(type));
		}

	}

}

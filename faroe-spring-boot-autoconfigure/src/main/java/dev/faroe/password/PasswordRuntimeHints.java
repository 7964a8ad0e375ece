package dev.faroe.password;

import dev.faroe.sql.RepositoryRuntimeHints;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;

final class PasswordRuntimeHints extends RepositoryRuntimeHints {

	PasswordRuntimeHints() {
		super(PasswordRepository.class);
	}

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		super.registerHints(hints, classLoader);
		hints.resources().registerPattern("dev/faroe/password/" + CommonPasswords.RESOURCE);
	}

}

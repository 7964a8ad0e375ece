package dev.faroe.login;

import java.util.Locale;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.security.core.userdetails.UserDetails;

/**
 * What a log-in needs to know of its request: the address of the client, the language,
 * and whose one-time token was accepted. Spring Security looks that user up after the
 * token has been used up, when the user may have changed already: a session that begins
 * with what was read then would not end with that change. All of it is one entry of the
 * context, which every request has to carry.
 */
final class LogInRequest {

	private final @Nullable String clientAddress;

	private final Supplier<@Nullable Locale> language;

	private volatile @Nullable FaroeUserDetails accepted;

	LogInRequest(@Nullable String clientAddress, Supplier<@Nullable Locale> language) {
		this.clientAddress = clientAddress;
		this.language = language;
	}

	Context putInto(Context context) {
		return context.put(LogInRequest.class, this);
	}

	static @Nullable LogInRequest in(ContextView context) {
		return context.getOrDefault(LogInRequest.class, null);
	}

	@Nullable String clientAddress() {
		return this.clientAddress;
	}

	@Nullable Locale language() {
		return this.language.get();
	}

	/**
	 * Keep the user as of the moment when the token was accepted.
	 */
	void accept(FaroeUserDetails user) {
		this.accepted = user;
	}

	/**
	 * Return the user whose token was accepted, once.
	 * @param userId the user's id
	 * @return the user, or {@code null} if it is not the one
	 */
	@Nullable UserDetails take(String userId) {
		FaroeUserDetails user = this.accepted;
		this.accepted = null;
		return (user != null && user.getUserId().equals(userId)) ? user : null;
	}

}

package dev.faroe.login;

import java.io.Serial;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import dev.faroe.user.User;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.util.Assert;

/**
 * A user of Faroe as a principal of Spring Security, with the authority
 * {@value #AUTHORITY}. Its name is the user's id, which never changes. It never has a
 * password, nor its hash: passwords are compared by
 * {@link FaroeReactiveAuthenticationManager} alone. Two of them are equal when they are
 * the same user.
 */
public final class FaroeUserDetails implements UserDetails {

	/**
	 * The authority that every user has.
	 */
	public static final String AUTHORITY = "ROLE_USER";

	@Serial
	private static final long serialVersionUID = 2L;

	private final String userId;

	private final String email;

	private final boolean emailVerified;

	private final TreeSet<String> secondFactors;

	private final Instant sessionsSince;

	/**
	 * Create a principal.
	 * @param user a user with an email address
	 */
	public FaroeUserDetails(User user) {
		this(user.id(), requireEmail(user), user.emailVerified(), user.secondFactors(), user.sessionsSince());
	}

	private FaroeUserDetails(String userId, String email, boolean emailVerified, Set<String> secondFactors,
			Instant sessionsSince) {
		this.userId = userId;
		this.email = email;
		this.emailVerified = emailVerified;
		this.secondFactors = new TreeSet<>(secondFactors);
		this.sessionsSince = sessionsSince;
	}

	private static String requireEmail(User user) {
		Assert.notNull(user.email(), "the user must have an email address");
		return user.email();
	}

	/**
	 * Return the same user with what the user has now.
	 * @param secondFactors the kinds of second factors
	 * @param sessionsSince the time before which no session counts
	 * @return the user
	 */
	public FaroeUserDetails withState(Set<String> secondFactors, Instant sessionsSince) {
		return new FaroeUserDetails(this.userId, this.email, this.emailVerified, secondFactors, sessionsSince);
	}

	/**
	 * Return the user's id.
	 * @return 24 characters
	 */
	public String getUserId() {
		return this.userId;
	}

	/**
	 * Return the user's id: an address may be that of somebody else tomorrow.
	 * @return the same as {@link #getUserId()}
	 */
	@Override
	public String getUsername() {
		return this.userId;
	}

	/**
	 * Return the email address that the user had at the time of the log-in.
	 * @return the lower-cased address
	 */
	public String getEmail() {
		return this.email;
	}

	/**
	 * Return whether the user has proved to own the email address.
	 * @return whether, at the time of the log-in
	 */
	public boolean isEmailVerified() {
		return this.emailVerified;
	}

	/**
	 * Return the kinds of second factors that the user has. With one, a password is only
	 * half of a log-in.
	 * @return the kinds, such as {@code totp}, at the time of the log-in
	 */
	public Set<String> getSecondFactors() {
		return Collections.unmodifiableSet(this.secondFactors);
	}

	/**
	 * Return the time before which no session of the user counted when the session of
	 * this principal began. When it is another one for the user, the session is over.
	 * @return the time, in whole milliseconds
	 */
	public Instant getSessionsSince() {
		return this.sessionsSince;
	}

	@Override
	public Collection<? extends GrantedAuthority> getAuthorities() {
		return List.of(new SimpleGrantedAuthority(AUTHORITY));
	}

	/**
	 * Return nothing.
	 * @return {@code null}
	 */
	@Override
	public @Nullable String getPassword() {
		return null;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof FaroeUserDetails user && user.userId.equals(this.userId);
	}

	@Override
	public int hashCode() {
		return this.userId.hashCode();
	}

	/**
	 * Return a text without the email address.
	 */
	@Override
	public String toString() {
		return "FaroeUserDetails[userId=%s, secondFactors=%s]".formatted(this.userId, this.secondFactors);
	}

}

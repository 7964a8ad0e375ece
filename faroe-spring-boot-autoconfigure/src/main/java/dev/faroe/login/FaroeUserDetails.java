package dev.faroe.login;

import java.io.Serial;
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
 * {@value #AUTHORITY}. It never has a password, nor its hash: passwords are compared by
 * {@link FaroeReactiveAuthenticationManager} alone. Two of them are equal when they are
 * the same user.
 */
public final class FaroeUserDetails implements UserDetails {

	/**
	 * The authority that every user has.
	 */
	public static final String AUTHORITY = "ROLE_USER";

	@Serial
	private static final long serialVersionUID = 1L;

	private final String userId;

	private final String email;

	private final boolean emailVerified;

	private final TreeSet<String> secondFactors;

	/**
	 * Create a principal.
	 * @param user a user with an email address
	 */
	public FaroeUserDetails(User user) {
		Assert.notNull(user.email(), "the user must have an email address");
		this.userId = user.id();
		this.email = user.email();
		this.emailVerified = user.emailVerified();
		this.secondFactors = new TreeSet<>(user.secondFactors());
	}

	/**
	 * Return the user's id.
	 * @return 24 characters
	 */
	public String getUserId() {
		return this.userId;
	}

	/**
	 * Return the email address that the user had at the time of the log-in.
	 * @return the lower-cased address
	 */
	@Override
	public String getUsername() {
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

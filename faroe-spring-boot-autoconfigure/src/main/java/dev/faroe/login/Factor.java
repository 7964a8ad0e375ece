package dev.faroe.login;

import java.util.Locale;
import java.util.Set;

import org.springframework.security.core.authority.FactorGrantedAuthority;

/**
 * The names of what users can prove, as authorities of {@link FactorGrantedAuthority}.
 */
public final class Factor {

	/** The password. */
	public static final String PASSWORD = FactorGrantedAuthority.PASSWORD_AUTHORITY;

	/** A code or a link that was sent to the user's email address. */
	public static final String EMAILED_CODE = FactorGrantedAuthority.OTT_AUTHORITY;

	/** A code of an authenticator. */
	public static final String TOTP = "FACTOR_TOTP";

	/** A passkey: that somebody has the device that it is on. */
	public static final String PASSKEY = FactorGrantedAuthority.WEBAUTHN_AUTHORITY;

	/**
	 * The PIN, the fingerprint or the like by which the device with a passkey has
	 * verified the user. With {@link #PASSKEY} it is a whole log-in (NIST SP 800-63B-4,
	 * 3.1.7).
	 */
	public static final String USER_VERIFICATION = "FACTOR_USER_VERIFICATION";

	/** The recovery code, which removes the second factors. */
	public static final String RECOVERY_CODE = "FACTOR_RECOVERY_CODE";

	/** What a log-in begins with. */
	static final Set<String> FIRST = Set.of(PASSWORD, EMAILED_CODE, USER_VERIFICATION);

	private Factor() {
	}

	/**
	 * Return the authority for a kind of second factors.
	 * @param type the kind, see {@link dev.faroe.secondfactor.SecondFactor#type()}
	 * @return the authority, {@code FACTOR_TOTP} for {@code totp}
	 */
	public static String ofType(String type) {
		return "FACTOR_" + type.toUpperCase(Locale.ROOT).replace('-', '_');
	}

}

package dev.faroe.passkey;

/**
 * The flags of authenticator data.
 */
public enum AuthenticatorFlag {

	USER_PRESENT(0),

	/** Reserved for future use. */
	RESERVED_1(1),

	USER_VERIFIED(2),

	BACKUP_ELIGIBLE(3),

	BACKED_UP(4),

	/** Reserved for future use. */
	RESERVED_2(5),

	ATTESTED_DATA(6),

	EXTENSIONS(7);

	private final int position;

	AuthenticatorFlag(int position) {
		this.position = position;
	}

	int bit() {
		return 1 << this.position;
	}

}

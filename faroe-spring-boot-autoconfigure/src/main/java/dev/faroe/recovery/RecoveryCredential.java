package dev.faroe.recovery;

import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/**
 * What a user's recovery code is verified against.
 *
 * @param id the user's id
 * @param recoveryCode the recovery code, as {@link dev.faroe.security.StoredCodes} stores
 * it
 */
@Table("user")
record RecoveryCredential(@Id String id, String recoveryCode) {

	/**
	 * Return a text without the code.
	 */
	@Override
	public String toString() {
		return "RecoveryCredential[id=%s]".formatted(this.id);
	}

}

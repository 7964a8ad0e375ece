package dev.faroe.accountstate;

import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/**
 * Whose state it is. The state itself is read by {@link AccountStateLookup}.
 *
 * @param id the user's id
 */
@Table("user")
record AccountStateRow(@Id String id) {
}

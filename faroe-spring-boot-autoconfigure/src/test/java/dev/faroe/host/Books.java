package dev.faroe.host;

import org.springframework.data.r2dbc.repository.R2dbcRepository;

/**
 * A repository of the application, which Boot has to find. Its type says for which of the
 * Spring Data modules on the class path it is.
 */
interface Books extends R2dbcRepository<HostApplication.Book, Long> {

}

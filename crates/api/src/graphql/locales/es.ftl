problem-invalid = Revisa este campo e inténtalo otra vez.
problem-not-allowed = Tu función no incluye esto. Pídeselo a la administración del centro si lo necesitas.
problem-not-found = Esto ya no está aquí. Vuelve y elige otra vez.
problem-conflict = Alguien lo cambió mientras tanto. Mira la versión nueva y guarda otra vez.
problem-slot-taken = Alguien acaba de tomar esa hora. Estas son las más cercanas.
problem-too-late = Falta muy poco para cambiarla en línea. Llama al centro y te ayudamos.
problem-rate-limited = Son muchos intentos. Puedes intentarlo otra vez en { $minutes ->
    [one] 1 minuto
   *[other] { $minutes } minutos
 }.
problem-step-up-required = Confirma que eres tú e inténtalo otra vez.
problem-wrong-code = Ese código no coincide. { $left ->
    [0] Pide un código nuevo.
    [one] Te queda 1 intento.
   *[other] Te quedan { $left } intentos.
 }
problem-expired = Este código o enlace ya venció. Pide uno nuevo.
problem-center-suspended = El centro está en pausa. Puedes leer todo, pero ahora no se puede cambiar nada.
problem-key-reused = Esto ya se envió con otro contenido. Recarga la página e inténtalo otra vez.
problem-uuid = Recarga la página e inténtalo otra vez.
problem-cursor = Recarga la lista.
problem-in-the-past = Elige una hora que aún no haya pasado.
problem-too-soon = Elige una hora más tarde: se necesita más aviso.
problem-too-far-ahead = Elige una fecha más cercana: aún no se puede reservar tan lejos.
problem-outside-hours = Elige una hora dentro del horario.
problem-off-the-grid = Elige una de las horas ofrecidas.
problem-length = Elige 30, 45 o 60 minutos.
problem-same-person = Elige a otra persona.
problem-no-counselor = Elige a alguien que atienda a esta persona.
problem-client-busy = Ya hay una sesión a esa hora. Elige otra hora.
problem-online-link-missing = Primero añade tu enlace en "Mi horario", o elige en persona.
problem-location-missing = Primero añade el lugar en "Mi horario", o elige en línea.
problem-already-cancelled = Esta sesión ya está cancelada.
problem-already-over = Esta sesión ya empezó. Ya no se puede cambiar.
problem-undo-over = Ya pasó el tiempo para deshacer. Reserva la sesión otra vez.
problem-ranges-overlap = Estos horarios se cruzan. Cambia uno de ellos.
problem-range-order = El final tiene que ser después del inicio.
problem-too-many = Usa como máximo { $limit }.
problem-too-long = Usa como máximo { $limit } caracteres.
problem-out-of-range = Usa un número permitido.
problem-link = Escribe una dirección que empiece con https://
problem-date-order = El final tiene que ser después del inicio.
problem-zone = Elige una zona horaria de la lista.
problem-slot-step = Elige 5, 10, 15, 20, 30 o 60 minutos.
problem-file-type-refused = Elige un archivo PDF, una imagen, Word, Excel, texto o audio.
problem-name-required = Ponle un nombre al archivo.
problem-name-too-long = Usa un nombre de archivo de { $limit } caracteres como máximo.
problem-file-empty = Este archivo está vacío. Elige otro.
problem-file-too-large = Este archivo es demasiado grande. El máximo son 25 MB.
problem-checksum-format = No se pudo leer el archivo. Elígelo otra vez.
problem-too-many-uploads-today = Son { $limit } archivos en un día. Mañana puedes añadir más.
problem-storage-full = No queda espacio para más archivos. Borra uno antes, o pregunta en tu centro.
problem-document-not-ready = Todavía estamos revisando este archivo. Inténtalo en un momento.
problem-required = Rellena este campo.
problem-name-characters = Usa solo letras, números y signos comunes, en una línea.
problem-email-format = Escribe un correo como nombre@example.org.
problem-email-in-use = Alguien de este centro ya tiene este correo. Búscalo en "Personas".
problem-slug-format = Usa de 3 a 40 letras minúsculas, números y guiones sueltos.
problem-slug-reserved = Esta dirección es del propio producto. Elige otra.
problem-slug-taken = Otro centro ya tiene esta dirección. Elige otra.
problem-center-name-length = Usa de 2 a { $limit } caracteres.
problem-phone-format = Escribe un teléfono de 3 a 20 cifras, por ejemplo +1 555 010 0199.
problem-roles-required = Elige al menos una función.
problem-only-for-clients = Solo los clientes tienen consejero y programa. Deja esto vacío o elige la función "cliente".
problem-counselor-unknown = Elige a un consejero o mentor de este centro.
problem-program-unknown = Elige uno de los programas del centro.
problem-code-format = Escribe las seis cifras del correo.
problem-sign-in-failed = El correo y la contraseña no coinciden. Inténtalo otra vez o pide un código.
problem-wrong-password = Esa no es tu contraseña. Inténtalo otra vez o usa un código.
problem-password-too-short = Usa al menos { $limit } caracteres. Unas palabras seguidas funcionan bien.
problem-password-too-long = Esta contraseña es demasiado larga. Usa una más corta.
problem-password-context = Se parece demasiado a tu nombre, tu correo o el nombre del centro. Elige otra cosa.
problem-password-weak = Se adivinaría pronto. Prueba unas palabras que no tengan que ver entre sí.
problem-step-required = Este paso no se puede omitir.
problem-setup-incomplete = Termina primero los pasos pendientes.
problem-already-accepted = Esta invitación ya fue aceptada.
problem-already-revoked = Esta invitación fue retirada. Invita a la persona otra vez.
problem-reason-required = Di por qué. Los registros del centro mostrarán que lo hiciste.
problem-care-open = Primero arregla { $sessions ->
    [one] la sesión que queda
   *[other] las { $sessions } sesiones que quedan
 } por delante: muévelas o cancélalas. Después asigna otra persona consejera a { $clients ->
    [one] 1 cliente
   *[other] { $clients } clientes
 }.
problem-care-open-sessions = Primero mueve o cancela { $sessions ->
    [one] la sesión que queda
   *[other] las { $sessions } sesiones que quedan
 } por delante.
problem-care-open-clients = Primero asigna otra persona consejera a { $clients ->
    [one] 1 cliente: nadie más le atiende.
   *[other] { $clients } clientes: nadie más les atiende.
 }
problem-last-admin = El centro necesita una persona administradora. Da antes este rol a otra persona.
problem-still-invited = La invitación sigue abierta. Retírala e invita a la persona de nuevo.
problem-member-ended = Esta persona ya no está en el centro. Invítala de nuevo.
problem-not-yourself = No puedes pausarte a ti. Pídeselo a otra persona administradora.
problem-message-characters = Algo en este texto no se puede mostrar: marcas invisibles o caracteres de control. Escríbelo de nuevo, por favor.
problem-agreement-first = El acuerdo del grupo cambió. Léelo y acéptalo; después escribe.
problem-message-too-old = Los mensajes se pueden cambiar durante 15 minutos. Aún puedes retirarlo o escribir otro.
problem-message-gone = Este mensaje fue retirado u ocultado mientras tanto.
problem-own-message = Es tu propio mensaje. Puedes retirarlo cuando quieras.
problem-mute-facilitator = No se puede silenciar a quien facilita: habla cuando el grupo tiene que saber algo.
problem-mute-yourself = No puedes silenciarte.
problem-own-case = Esto es sobre ti. Lo mira otra persona.
problem-verdict-facilitator = Esto es sobre alguien que facilita. Oculta o deja el mensaje, y habla con esa persona.
problem-case-verdict = Esto no se puede decidir aquí. Elige una de las respuestas ofrecidas.
problem-pause-days = Elige de 1 a { $limit } días.
problem-appeal-by-another = Tú decidiste la expulsión, así que otra persona mira la apelación.
# Reuniones de un grupo mientras suceden, y lo que queda de ellas.
problem-turn-length = Un turno dura entre 30 segundos y una hora.
problem-step-title = Ponle un título al paso propio del grupo.
problem-step-minutes = Un paso dura de 1 a { $limit } minutos.
problem-no-turns = Este tipo de reunión no tiene turnos.
problem-order-is-fixed = En esta ronda el orden es fijo. Cambia antes el orden.
problem-not-waiting = Ya tuvo su turno, o no está en esta ronda.
problem-pick-next = Elige a quién le toca.
problem-round-over = Ya hablaron todas las personas. Empieza otra ronda, o sigue con el próximo paso.
problem-nobody-speaks = Ahora nadie tiene el turno.
problem-had-a-turn = Alguien en este orden ya tuvo su turno.
problem-no-such-step = La hoja termina aquí.
problem-not-in-the-room = Solo puede tener turno quien está en la reunión. Anota antes que vino.
problem-meeting-not-live = La reunión no está en marcha. Empiézala antes.
problem-meeting-state = Eso no encaja con cómo está la reunión. Mírala otra vez.
problem-meeting-not-held = Las notas se firman cuando la reunión se celebró.
problem-meeting-cancelled = Esta reunión se canceló.
problem-too-early = Es demasiado pronto. Las puertas se abren 15 minutos antes del comienzo.
problem-not-online = Esta reunión es solo presencial.
problem-check-in-code = Ese código no coincide. Mira otra vez el cartel, o pregunta a quien guía.
problem-attendance-closed = La asistencia se puede corregir hasta { $limit } días después de la reunión.
problem-attendance-mode = Elige presencial o en línea.
problem-time-required = Di cuándo. Después de la reunión nadie lo puede adivinar.
problem-time-outside = Esa hora queda fuera de la reunión, o aún no ha llegado.
problem-note-signed = Esta parte está firmada y ya no cambia.
problem-nothing-to-sign = Todavía no hay nada que firmar.
problem-names-someone = Esta parte nombra a { $alias }. La copia de una persona no puede nombrar a otra. Dilo sin el nombre.
problem-names-someone-otherwise = Esta parte nombra a alguien del grupo con un nombre que usa en otra parte. Dilo sin el nombre.
problem-did-not-come = Solo puede responder quien vino.
problem-pulse-closed = Puedes responder desde el comienzo de la reunión hasta un día después.
problem-too-many-months = Elige como máximo { $limit } meses.
problem-proof-says-nothing = Elige al menos una de estas: fechas, minutos, número de reuniones.
problem-range-too-long = Elige como máximo { $limit } días.
problem-nothing-to-prove = No hay nada anotado sobre ti en estos grupos y días.
# La lista pública del centro y las reuniones de otros.
problem-public-address-missing = Di dónde se reúne el grupo o, si es en línea, en qué ciudad: sin un lugar nadie lo encuentra.
problem-public-address-area = Un grupo en línea necesita ciudad y estado, sin calle; por ejemplo, Portland, ME, USA. Una dirección con calle llevaría a la gente a una puerta.
problem-public-address-street = Escribe calle, ciudad y estado; por ejemplo, 12 Quay Street, Portland, ME 04101, USA.
problem-public-link-missing = Un grupo en línea aparece como inactivo sin un enlace o un número que cualquiera pueda usar. Agrega uno, o deja el grupo solo para miembros.
problem-public-link-provider = Las listas de reuniones solo reconocen enlaces de servicios de video que abren la reunión misma; por ejemplo, https://zoom.us/j/123456789.
problem-public-phone-short = Un número para llamar tiene al menos 10 dígitos.
problem-feed-center-closed = El centro no está abierto, así que no hay nada en su lista.
problem-feed-group-closed = Solo los grupos activos están en la lista.
problem-feed-not-weekly = Las listas de reuniones solo conocen reuniones semanales. Este grupo se reúne con otro ritmo, así que no aparece.
problem-feed-resting = No hay ninguna reunión prevista en las próximas dos semanas. El grupo vuelve solo a la lista.
problem-feed-import-state = Eso no corresponde a cómo va esta importación. Vuelve a mirarla.
problem-feed-import-running = Se está aplicando otra importación. Espera a que termine.
problem-feed-import-not-newest = Solo se puede deshacer la última importación aplicada. Deshaz primero las posteriores.
problem-too-many-imports-today = Como máximo { $limit } archivos al día. Vuelve mañana.
# Programas y el paso por ellos.
problem-illegal-move = Desde aquí no es posible ese paso. Mire cómo está ahora.
problem-program-full = Todos los lugares de este programa están ocupados o reservados.
problem-program-not-open = Este programa no recibe a nadie por ahora.
problem-program-in-use = Ya hubo personas en este programa, así que no puede volver a ser un borrador. Ciérrelo a nuevas personas.
problem-cohort-full = Este grupo de inicio está lleno.
problem-cohort-closed = Este grupo de inicio ya no recibe a nadie.
problem-cohort-in-use = Hay alguien en este grupo de inicio o esperándolo.
problem-phase-in-use = Hay alguien en esta fase. Páselo primero a otra.
problem-aftercare-circle = El seguimiento es de un solo paso: un programa que lleva a otro no puede ser el de seguimiento.
problem-aftercare-choice = Elija: mientras quiera, hasta un día, o no.
problem-template-unknown = Esa plantilla no existe.
problem-before-start = El final es antes del comienzo.
problem-before-previous-move = Ese día es anterior al paso previo.
problem-in-the-future = Ese día todavía no llega.
problem-too-long-ago = Elija un día de los últimos { $limit } días.
problem-has-a-place = Ya tiene un lugar en otro programa. Termine o cambie ese primero.
problem-already-enrolled = Ya está en este programa o en su lista de espera.
problem-not-in-program = Ahora no está en el programa.
problem-not-waiting-for-program = Esto es para quienes esperan un lugar.
problem-enrollment-closed = Este paso por el programa ya terminó.
problem-peer-unknown = Elija a una persona mentora, consejera o facilitadora que esté activa.
problem-nothing-to-review = Ya no hay nada que revisar aquí.
problem-review-by-another = Usted lo pidió, así que lo revisa otra persona.
# Mentorship.
problem-language-tag = Escriba el idioma con un código corto, por ejemplo en o es.
problem-backup-unknown = Elija a alguien que acompañe aquí y que no sea usted.
problem-supervisor-unknown = Elija a un supervisor de este centro que no sea la misma persona.
problem-mentor-state = Eso no corresponde a la etapa de esta persona. Vuelva a mirarlo.
problem-background-check-missing = Anote primero el día de la verificación de antecedentes.
problem-credential-expired = Una credencial ha vencido. Anote primero la nueva.
problem-mentor-has-pairs = Esta persona todavía acompaña a alguien. Primero hay que pasar el relevo o despedirse.
problem-in-the-future = Elija un día que no esté en el futuro.
problem-word-unknown = Elija una palabra de la lista.
problem-conflict-known = Esto ya está anotado.
problem-has-a-mentor = Ya hay alguien que acompaña. Despídase primero, o pida allí a otra persona.
problem-pair-not-possible = No se puede preguntar a estas dos personas ahora. Elija a otra.
problem-mentorship-state = Eso no corresponde a cómo está. Vuelva a mirarlo.
problem-end-reason = Elija otro de los motivos.
problem-backup-consent-missing = La persona no ha dicho que otra pueda tomar el relevo. Pregúntele primero.
problem-backup-unavailable = Quien toma el relevo no puede recibir a nadie ahora.
problem-proposal-settled = Esta propuesta ya se publicó o se dejó.
problem-story-state = Eso no corresponde a la etapa de este relato. Vuelva a mirarlo.
problem-consent-required = Para esto hace falta su sí.
problem-ends-before-start = El final está antes del comienzo.
problem-hours-overlap = Dos de estos horarios se cruzan.
# La hora misma, las notas, las líneas de servicio.
problem-session-state = Eso no corresponde al punto en que está esta sesión. Mírala otra vez.
problem-session-too-early = Es demasiado pronto. Se puede desde media hora antes del inicio.
problem-session-not-begun = La sesión aún no ha empezado. Espera un poco.
problem-whereabouts-first = Pregunta primero dónde está la persona ahora, para que la ayuda pueda encontrarla. No tiene que decirlo.
problem-session-online-only = Esto solo se pregunta en sesiones a distancia.
problem-session-too-long = Una sesión dura como máximo { $limit } horas.
problem-far-from-plan = Eso está a más de { $limit } horas de lo previsto. Revisa el día.
problem-session-not-over = Termina primero la sesión, o di que no hubo encuentro. Después se puede firmar la nota.
problem-prompt-unknown = Esta pregunta ya no está en la plantilla. Vuelve a cargar la página; tu texto se conserva.
problem-no-draft = Todavía no hay dónde escribir.
problem-session-note-signed = Esta nota está firmada y ya no cambia. Añade una adenda.
problem-note-set-aside = Hay texto que se apartó porque alguien guardó una versión más nueva. Míralo y luego descártalo o tómalo.
problem-too-many-copies = Ya hay { $limit } textos apartados. Míralos primero.
problem-line-exported = Esta sesión ya se envió al pagador. Sus horas se pueden corregir cuando el pagador haya respondido.
problem-line-state = Eso no corresponde al punto en que está esta línea. Mírala otra vez.
problem-nothing-ready = Ninguna línea de este pagador está lista para estos días.
problem-rules-not-sound = Algo en estas reglas no puede ser correcto. Revisa el código, los modificadores y los números.
problem-name-in-use = Ya hay uno con este nombre.
problem-coverage-overlaps = Otra entidad paga por esta persona en algunos de estos días. Cada día tiene un solo pagador.

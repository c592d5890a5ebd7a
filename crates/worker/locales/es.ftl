# Correos. Quien mire por encima del hombro sabrá que hay algo planeado y cuándo: nunca con quién, dónde ni para qué.

footer = Este mensaje se envió automáticamente. No se leen las respuestas.
hello = Hola:

session-booked-subject = Tiene algo planeado: { $day }, { $time }
session-booked-lead = Tiene algo planeado:
session-moved-subject = Cambio: { $day }, { $time }
session-moved-lead = Algo que tenía planeado cambió de hora:
session-cancelled-subject = Cancelado: { $day }, { $time }
session-cancelled-lead = Esto se canceló:
session-elsewhere-subject = En otro lugar: { $day }, { $time }
session-elsewhere-lead = Algo que tenía planeado será en otro lugar. La hora es la misma:
session-elsewhere-after = Mire dónde antes de salir. Lo que tiene planeado para más adelante también puede ser en otro lugar.
session-when = { $day }, { $time }
session-when-zone = { $day }, { $time } ({ $zone })
session-details = Detalles y cambios al abrir este enlace:
session-button = Ver detalles
session-calendar = El archivo adjunto actualiza su calendario. Solo dice que usted está ocupado. Un sí o un no que dé en el calendario no le llega a nadie.
session-calendars = Los archivos adjuntos actualizan su calendario: la primera cita por sí sola, las demás cuando abre el archivo. Solo dicen que usted está ocupado. Un sí o un no que dé en el calendario no le llega a nadie.
session-others = Lo mismo vale para:
session-others-more = y { $count } más, hasta { $day }

reminder-today = Hoy a las { $time }
reminder-tomorrow = Mañana a las { $time }
reminder-later = { $day }, { $time }
reminder-lead = Tiene algo planeado:
reminder-choices = Elija qué se le recuerda:
reminder-choices-button = Opciones de recordatorios

invitation-subject = Una invitación para usted
invitation-lead = Alguien que usted conoce le preparó una cuenta. Abra el enlace para ver quién, y para decir sí o no.
invitation-button = Abrir la invitación
invitation-until = El enlace funciona una vez, hasta { $day }, { $time } ({ $zone }). Si no esperaba este mensaje, puede ignorarlo.

code-subject = Su código para entrar
code-lead = Escriba este código para entrar:
code-confirm-subject = Su código de confirmación
code-confirm-lead = Escriba este código para continuar:
code-open = O abra la página donde se escribe el código:
code-button = Abrir la página
code-until = El código funciona una vez, hasta las { $time } ({ $zone }). Nadie se lo pedirá nunca. Si no pidió un código, puede ignorar este mensaje.

notice-subject = Un cambio en su forma de entrar
notice-lead = Algo cambió en su forma de entrar, por ejemplo su contraseña. Si fue usted, no tiene que hacer nada.
notice-otherwise = Si no fue usted, entre con un código por correo, elija otra contraseña y salga de todos sus dispositivos:
notice-button = Entrar

new-subject = Algo nuevo para usted
new-lead = Hay algo nuevo que puede leer.
times-subject = Sus horarios cambiaron
times-lead = Parte de lo que tenía planeado cambió de horario o hace una pausa.
new-read = Lo encuentra después de entrar:
new-button = Entrar
new-choices = Elija si recibe mensajes como este:
new-choices-button = Opciones de correo

answer-subject = Por favor, responda hasta el { $day }
answer-lead = Hay algo que espera su respuesta.
answer-until = Hasta el { $day }, { $time }

package dev.countersign.agent.gate.reply;

import java.util.List;
import java.util.Set;

/** The words that decide, and those that take a yes back, in the languages we know. */
final class DecisionWords {
    private DecisionWords() {}

    static final Set<String> APPROVE = words("approve approved yes ok okay lgtm"
            + " genehmigt genehmige genehmigen freigegeben ja"
            + " approuver approuvé approuve approuvée oui aprobar aprobado aprobada apruebo sí"
            + " aprovar aprovado aprovada aprovo sim approva approvato approvata approvo sì"
            + " goedkeuren goedgekeurd akkoord zatwierdzam zatwierdź zatwierdzone tak"
            + " godkänn godkänd godkänt godkänner godkend godkendt godkjenn godkjent"
            + " hyväksy hyväksytty hyväksyn kyllä schvaluji schváleno ano"
            + " одобряю одобрено да onayla onaylıyorum onaylandı evet"
            + " 承認 承認します はい 批准 同意 승인 승인합니다");

    static final Set<String> REJECT = words("reject rejected deny denied no nope"
            + " ablehnen abgelehnt nein rejeter rejeté rejetée refuser refusé refusée non"
            + " rechazar rechazado rechazada rejeitar rejeitado rejeitada recusado não"
            + " rifiuta rifiutato rifiutata afwijzen afgewezen nee odrzucam odrzuć odrzucone nie"
            + " avslå avslag avslås nej afvis afvist avvis avvist hylkää hylätty hylkään ei"
            + " zamítám zamítnuto отклоняю отклонено нет reddet reddediyorum reddedildi hayır"
            + " 却下 却下します いいえ 拒绝 不同意 거부 거부합니다");

    /** One of these in the comment, and a yes is not a plain yes. */
    static final Set<String> STOP = words("but if unless except only after not dont cant wont"
            + " don't can't won't doesn't isn't shouldn't wait hold until when once before provided"
            + " however though although assuming instead first later never cancel stop without"
            + " pending conditional conditionally condition change otherwise undo"
            + " aber wenn falls nur nicht kein keine außer ausser nachdem sofern erst sobald bis"
            + " bevor warte warten ohne jedoch sondern"
            + " mais si sauf seulement uniquement après apres pas ne avant attendre attendez"
            + " lorsque quand sans jamais pero salvo excepto solo sólo después despues antes cuando"
            + " hasta espera sin nunca mas se exceto só somente apenas depois quando até sem"
            + " ma tranne dopo prima senza maar als mits tenzij behalve alleen niet geen voordat"
            + " wanneer wacht zonder ale jeśli jesli jeżeli chyba oprócz tylko zanim gdy poczekaj"
            + " bez men om utom bara endast efter inte innan när vänta utan hvis undtagen kun ikke"
            + " før når vent uden mutta jos paitsi vain jälkeen ennen odota ilman"
            + " pokud kromě jen pouze až но если кроме только после не когда подожди без"
            + " ama fakat eğer hariç sadece yalnız sonra değil önce");

    /** Where words are not divided by blanks, a part of the text is enough. */
    static final List<String> STOP_PARTS = List.of(
            "ただし", "もし", "場合", "だけ", "以外", "ない", "ません", "しかし", "却下", "但", "如果", "除非", "只", "之后",
            "以后", "不", "拒绝", "하지만", "만약", "거부");

    private static Set<String> words(String list) {
        return Set.copyOf(List.of(list.split(" ")));
    }
}

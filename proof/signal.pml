/* Sleep and wake of src/wait/signal.rs, with store buffers by hand and the asymmetric fence made explicit.
 *
 * A notifier publishes into its store buffer, which the hardware drains at any time; so its load of the word may come
 * before its publish. A sleeper's attempt may use a load that ran ahead of its announcement, unless a fence stands
 * between. `heavy` (membarrier) drains every buffer. A lost wake-up leaves a sleeper where it is: an invalid end state.
 * `scripts/spin` lists the variants and the result expected of each.
 *
 * -DNOTIFIERS=n -DSLEEPERS=n -DEACH=n  sizes; several sleepers are announcers under the lock of a queue
 * -DNO_CREDIT    the word begins without credit, as it is after many notifications
 * -DFENCED       there is no membarrier: the FENCE bit from the start
 * -DREFUSED      membarrier fails although it was registered: FENCE from then on, and a pause
 *
 * Planted bugs: NO_HEAVY, NO_FENCE, NO_NOTIFIER_FENCE, NO_RECHECK, NO_LOCK, NO_PAUSE, NO_ACQUIRE, NO_RELEASE,
 * CREDIT_UNSEEN, BLIND_DECAY, FAILED_IS_DONE.
 */
#ifndef NOTIFIERS
#define NOTIFIERS 1
#endif
#ifndef SLEEPERS
#define SLEEPERS 1
#endif
#ifndef EACH
#define EACH 3            /* messages of each notifier */
#endif
#define ALL (NOTIFIERS * EACH)
#define FULL_CREDIT 2

byte own[NOTIFIERS];      /* published, as the notifier itself sees it */
byte memory[NOTIFIERS];   /* published, as everybody sees it */
byte taken;               /* received by the sleepers */

/* the word */
bit announced[SLEEPERS];
#if defined(FENCED) || defined(NO_CREDIT)
byte credit;
#else
byte credit = FULL_CREDIT;
#endif
#ifdef FENCED
bit fence_bit = 1;
#else
bit fence_bit;
#endif

bit lock;                 /* of a queue; a lone sleeper has it to itself */

#if NOTIFIERS == 1
#define VISIBLE (memory[0])
#define HEAVY   memory[0] = own[0]
#else
#define VISIBLE (memory[0] + memory[1])
#define HEAVY   memory[0] = own[0]; memory[1] = own[1]
#endif

#if SLEEPERS == 1
#define ANNOUNCED (announced[0])
#define WITHDRAW  announced[0] = 0
#else
#define ANNOUNCED (announced[0] || announced[1])
#define WITHDRAW  announced[0] = 0; announced[1] = 0
#endif

#define DRAINED(i) (memory[i] == own[i])

#ifdef CREDIT_UNSEEN
#define WORD (ANNOUNCED || fence_bit)
#else
#define WORD (ANNOUNCED || fence_bit || credit > 0)
#endif

active [NOTIFIERS] proctype hardware() {
  byte i = _pid;
end:
  do
  :: atomic { !DRAINED(i) -> memory[i] = own[i] }
  od
}

active [NOTIFIERS] proctype notifier() {
  byte i = _pid - NOTIFIERS;
  byte sent, seen;
  bit sleeps, fences;
  do
  :: sent == EACH -> break
  :: else ->
     atomic { own[i]++; sent++ };                            /* publish; the light fence is the compiler's */
     if
     :: atomic { WORD -> seen = credit; sleeps = ANNOUNCED; fences = fence_bit };    /* one load */
        if
        :: fences ->
#ifndef NO_NOTIFIER_FENCE
           DRAINED(i);                                       /* fence */
#endif
           sleeps = ANNOUNCED
        :: else
        fi;
        if
        :: sleeps -> DRAINED(i); atomic { WITHDRAW }         /* release, wake */
        :: !sleeps && !fences ->
#ifndef NO_RELEASE
           DRAINED(i);                                       /* the exchange releases */
#endif
#ifdef BLIND_DECAY
           credit--
#else
           if                                                /* one exchange: fails if the word has changed */
           :: atomic { !ANNOUNCED && !fence_bit && credit == seen -> credit-- }
           :: atomic { ANNOUNCED || fence_bit || credit != seen ->
#ifndef FAILED_IS_DONE
                 DRAINED(i); WITHDRAW                        /* wake */
#endif
              }
           fi
#endif
        :: !sleeps && fences
        fi
     :: else
     fi
  od
}

active [SLEEPERS] proctype sleeper() {
  byte me = _pid - 2 * NOTIFIERS;
  byte got, early;
  bit ahead;                                                 /* whether `early` may still be used */
  bit stood, had_credit, had_fence;
  byte timeouts = 1, polls = 1;
  do
  :: got == ALL / SLEEPERS -> break
  :: else ->
     if
     :: atomic { VISIBLE > taken -> taken++; got++; goto next }
     :: VISIBLE <= taken
     fi;
     early = VISIBLE; ahead = 1;
#ifndef NO_LOCK
     atomic { !lock -> lock = 1 };
#endif
     atomic {                                                /* announce: one exchange */
       stood = announced[me];
       had_credit = credit > 0;
       had_fence = fence_bit;
       announced[me] = 1;
       if
       :: stood                                              /* a new announcement alone leaves credit */
       :: else -> credit = FULL_CREDIT
       fi
     };
     if
     :: stood                                                /* it still stands, with its fence */
     :: !stood && had_fence ->
#ifndef NO_FENCE
        ahead = 0
#else
        skip
#endif
     :: !stood && !had_fence && had_credit ->                /* the exchange acquires */
#ifndef NO_ACQUIRE
        ahead = 0
#else
        skip
#endif
     :: !stood && !had_fence && !had_credit ->
#ifdef REFUSED
        fence_bit = 1;
        ahead = 0;
#ifndef NO_PAUSE
        atomic { HEAVY }                                     /* what was in flight has long arrived */
#endif
#elif !defined(NO_HEAVY)
        atomic { HEAVY; ahead = 0 }
#else
        ahead = 0                                            /* no more than a fence of its own */
#endif
     fi;
#ifndef NO_LOCK
     lock = 0;
#endif
#ifndef NO_RECHECK
     if
     :: atomic { VISIBLE > taken -> announced[me] = 0; taken++; got++; goto next }
     :: VISIBLE <= taken
     :: ahead && early <= taken
     fi;
#endif
     if                                                      /* asleep */
     :: !announced[me]
     :: atomic { timeouts > 0 -> timeouts--; announced[me] = 0 }
     :: atomic { polls > 0 -> polls-- }                      /* a task that is polled again for nothing */
     fi;
next: skip
  od
}

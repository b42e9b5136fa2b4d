//! What is on disk is there when the file is opened again.

use std::collections::HashSet;

use crate::testing::*;

#[tokio::test(flavor = "multi_thread")]
async fn numbers_given_to_many_callers_at_once_are_distinct_and_on_disk() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("sac.db");
    let ledger = ledger_at(&path, 1);
    let callers: Vec<_> = (0..100)
        .map(|_| {
            let ledger = ledger.clone();
            tokio::spawn(
                async move { *ledger.record_certificate(certificato("2026-03-09"), noon(), false).await.unwrap() },
            )
        })
        .collect();
    let mut numbers = HashSet::new();
    for caller in callers {
        numbers.insert(caller.await.unwrap());
    }
    assert_eq!(numbers.len(), 100);
    ledger.close().await;
    drop(ledger);
    let reopened = ledger_at(&path, 1);
    for puc in numbers {
        assert!(reopened.store().certificate(puc, &medico(), &lavoratore()).await.unwrap().is_some());
    }
}

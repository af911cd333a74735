from __future__ import annotations

from tests.web.console.conftest import House, Rep


def test_an_owner_keeps_somebody_out_at_once_and_lets_them_in_again(house: House, dana: Rep) -> None:
    house.employ("Olga", "owner")
    owner = Rep(house.app, "Olga")
    with house.database.begin() as store:
        user = store.users.find_by_email("dana@acorn.example")
    assert user
    assert owner.do("people", user=user.id, disabled="yes").status_code == 303
    assert dana.see("leads").status_code == 303
    assert dana.sign_in("Dana").status_code == 401
    assert "kept out" in owner.see("people").text
    owner.do("people", user=user.id, disabled="no")
    assert dana.sign_in("Dana").status_code == 303


def test_an_owner_cannot_lock_themselves_out(house: House) -> None:
    user = house.employ("Olga", "owner")
    owner = Rep(house.app, "Olga")
    assert owner.do("people", user=user.id, disabled="yes").status_code == 409
    assert owner.see("people").status_code == 200

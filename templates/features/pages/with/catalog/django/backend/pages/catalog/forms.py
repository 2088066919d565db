"""The forms of the catalog's pages."""

from django import forms

from backend.admin.catalog.forms import LinesField
from backend.admin.catalog.models import Product


class SearchForm(forms.Form):
    """Words to look for."""

    q = forms.CharField(
        label="Search", max_length=120, required=False, widget=forms.TextInput({"type": "search"})
    )


class ProductForm(forms.ModelForm[Product]):
    """What its owner says about a product."""

    class Meta:
        model = Product
        fields = ("name", "description", "price", "status")
        field_classes = {"description": LinesField}
        widgets = {"description": forms.Textarea({"rows": 5})}

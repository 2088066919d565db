"""The forms of the catalog pages."""

from django import forms

from backend.catalog.admin import LinesField
from backend.catalog.models import Product


class SearchForm(forms.Form):
    """The search for products."""

    q = forms.CharField(
        label="Search", max_length=120, required=False, widget=forms.TextInput({"type": "search"})
    )


class ProductForm(forms.ModelForm[Product]):
    """Create or edit a product."""

    class Meta:
        model = Product
        fields = ("name", "description", "price", "status")
        field_classes = {"description": LinesField}
        widgets = {"description": forms.Textarea({"rows": 5})}

using Enas.Host.Service;

namespace Enas.Host.Tests.Service;

/// <summary>Addresses as browsers are given them.</summary>
public sealed class ListenAddressTests
{
    [Theory]
    [InlineData("127.0.0.1:5081", "http://127.0.0.1:5081")]
    [InlineData("127.0.0.1:5081", "http://127.0.0.1:5081", "enas.example")]
    [InlineData("0.0.0.0:5081", "http://127.0.0.1:5081")]
    [InlineData("0.0.0.0:5081", "http://127.0.0.1:5081", "*")]
    [InlineData("0.0.0.0:5081", "http://enas.example:5081", "*", "enas.example", "other.example")]
    [InlineData("+:5081", "http://enas.example:5081", "enas.example")]
    [InlineData("[::]:5081", "http://[2001:db8::1]:5081", "2001:db8::1")]
    [InlineData("[::]:5081", "http://[2001:db8::1]:5081", "[2001:db8::1]")]
    public void Url_has_the_name_that_a_machine_is_asked_for_by(string listen, string url, params string[] names) =>
        Assert.Equal(url, ListenAddress.Url(listen, names));
}

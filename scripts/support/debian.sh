# Debian's own Rust, for what needs the source of the standard library, which must be the compiler's own. To be sourced.

# Installs those of the packages that are not there.
need() {
    local package missing=()
    for package; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    echo "installing ${missing[*]}"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

need_debian_rust() {
    need rustc-web cargo-web rust-web-src
}

# Cargo with that compiler, which takes unstable options.
debian_cargo() {
    env PATH=/usr/bin:/bin RUSTC_BOOTSTRAP=1 cargo "$@"
}

# The major version of its LLVM, whose tools are packages of their own.
debian_llvm() {
    /usr/bin/rustc -vV | sed -n 's/^LLVM version: \([0-9]*\).*/\1/p'
}

# Puts a sanitizer's runtime where the compiler looks for it; `llvm-symbolizer` lets its reports name functions.
need_sanitizer() {
    need_debian_rust
    local version runtime
    version=$(debian_llvm)
    need "libclang-rt-$version-dev" "llvm-$version"
    runtime=/usr/lib/rustlib/x86_64-unknown-linux-gnu/lib/librustc-stable_rt.$1.a
    cp --update "/usr/lib/llvm-$version/lib/clang/$version/lib/linux/libclang_rt.$1-x86_64.a" "$runtime"
    export ASAN_SYMBOLIZER_PATH=/usr/lib/llvm-$version/bin/llvm-symbolizer
    export TSAN_OPTIONS=external_symbolizer_path=$ASAN_SYMBOLIZER_PATH
}


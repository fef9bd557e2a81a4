"""Certificates and signatures made by the openssl program, as an administrator makes them.

    authority = Authority(folder, "clients")
    certificate, key = authority.issue("jane", ["devs"], usage="clientAuth")
    signature = sign(key, b"text")                 # RSASSA-PKCS1-v1_5 with SHA-256 for an RSA key
"""

import os
import subprocess


def openssl(*arguments, data=None):
    return subprocess.run(["openssl", *arguments], input=data, check=True, capture_output=True).stdout


def new_rsa_key(path):
    openssl("genrsa", "-out", path, "2048")
    return path


def sign(key, data):
    return openssl("dgst", "-sha256", "-sign", key, data=data)


class Authority:
    """A certificate authority of its own; everything that it makes is in files of the folder."""

    def __init__(self, folder, name):
        self.folder, self.name, self.issued = folder, name, 0
        self.certificate, self.key = self._path("crt"), self._path("key")
        openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", self.key,
                "-out", self.certificate, "-days", "1", "-subj", f"/CN={name}")

    def _path(self, suffix):
        return os.path.join(self.folder, f"{self.name}.{suffix}")

    def text(self):
        with open(self.certificate, encoding="ascii") as file:
            return file.read()

    def issue(self, common_name, organizations=(), usage="clientAuth", names="IP:127.0.0.1", days=1):
        """The paths of a certificate and its key. `days` -1: it has ended."""
        self.issued += 1
        base = os.path.join(self.folder, f"{self.name}-{self.issued}")
        subject = f"/CN={common_name}" + "".join(f"/O={organization}" for organization in organizations)
        openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", base + ".key", "-out", base + ".csr",
                "-subj", subject)
        with open(base + ".ext", "w", encoding="ascii") as file:
            file.write(f"extendedKeyUsage={usage}\nsubjectAltName={names}\n")
        openssl("x509", "-req", "-in", base + ".csr", "-CA", self.certificate, "-CAkey", self.key, "-CAcreateserial",
                "-days", str(days), "-extfile", base + ".ext", "-out", base + ".crt")
        return base + ".crt", base + ".key"
